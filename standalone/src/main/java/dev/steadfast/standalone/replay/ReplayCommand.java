package dev.steadfast.standalone.replay;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelSettings;
import dev.steadfast.settings.Settings;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.KafkaClients;
import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.command.SignalledStop;
import dev.steadfast.standalone.terminal.WorkBar;
import dev.steadfast.standalone.watch.TopicReader;
import dev.steadfast.workers.WorkerSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Casts the votes of a prediction again, and compares. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = ReplayCommand.NOT_COMPARED,
        description = {
            "Takes the prediction of a frame, casts its votes again on this machine, from the receipt, and says whether counts, answer"
                    + " and radius are the same.",
            "",
            "The bundle is that of the settings (model.bundle) or of --bundle, and must be the one that answered. The certified input is read"
                    + " from Kafka for as long as that keeps it."
        },
        footer = {
            "",
            "Exit status: 0 if the prediction matches, 1 if it does not, 2 for a wrong command line, 3 if it could not be compared.",
            "",
            "Example:",
            "  steadfast replay 50vwsg8dwzd0kg --bundle mine"
        })
public final class ReplayCommand implements Callable<Integer> {

    static final int NOT_COMPARED = 3;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FRAME_ID", description = "The frame.")
    private String frameId = "";

    @Option(
            names = "--image",
            paramLabel = "FILE",
            description = "The frame's image, PNG or JPEG, where Kafka keeps it no more.")
    private @Nullable Path image;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Look at no more than N of the newest predictions. Default: ${DEFAULT-VALUE}")
    private long most = 1_000_000;

    @Option(
            names = "--bundle",
            paramLabel = "B",
            description =
                    "The bundle that answered: a folder, or a zip archive of one. Default: model.bundle of the settings")
    private @Nullable Path bundleFile;

    @Mixin
    private ExactOptions exactly = new ExactOptions();

    @Option(names = "--json", description = "One JSON object.")
    private boolean json;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (most < 1) {
            throw new ParameterException(spec.commandLine(), "--most: must be at least 1, was " + most);
        }
        exactly.check();
        Settings settings = options.load();
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "Looking for the prediction of frame %s at Kafka %s ...%n",
                frameId, KafkaClients.brokers(settings.kafka()));
        err.flush();
        return Resources.closedAtTheEndOf(resources -> {
            TopicReader reader = resources.start(() -> new TopicReader(settings.kafka()));
            CertifiedPrediction prediction = find(reader);
            Path place = bundleFile == null ? settings.bind(ModelSettings.class).bundle() : bundleFile;
            ModelBundle bundle = resources.start(() -> ModelBundle.open(place));
            requireSameBundle(prediction, bundle);
            SamplingPlan plan = RecordedVotes.plan(prediction);
            CertifiedInput input =
                    image == null ? CertifiedInput.find(prediction, reader) : CertifiedInput.of(image, prediction);
            NoiseKey key = NoiseKey.of(prediction.getReceipt().getNoiseKey().bytes());
            double sigma = prediction.getSigma();
            if (!exactly.exact()) {
                String device = settings.bind(WorkerSettings.class).device();
                VotesAgain votes = EngineVotes.open(
                        bundle, prediction.getBackend(), device, resources, input.pixels(), sigma, key);
                return report(prediction, plan, input, bundle, votes, () -> false);
            }
            VotesAgain votes = InterpretedVotes.open(bundle, input.pixels(), sigma, key);
            AtomicBoolean stopped = new AtomicBoolean();
            AtomicInteger status = new AtomicInteger();
            long end = exactly.end();
            SignalledStop.during(
                    () -> status.set(report(
                            prediction,
                            plan,
                            input,
                            bundle,
                            votes,
                            () -> stopped.get() || System.nanoTime() - end > 0)),
                    () -> stopped.set(true));
            return status.get();
        });
    }

    private CertifiedPrediction find(TopicReader reader) {
        PrintWriter err = spec.commandLine().getErr();
        return new PredictionSearch(reader, most)
                .find(frameId, looked -> {
                    err.printf("Looked at %,d records%n", looked);
                    err.flush();
                })
                .orElseThrow(() -> new CommandException(
                        "no prediction of frame %s was found: is that its id, was it answered (and not rejected), and does Kafka still keep it?"
                                .formatted(frameId)));
    }

    private static void requireSameBundle(CertifiedPrediction prediction, ModelBundle bundle) {
        if (!bundle.digest().equals(prediction.getModelDigest())) {
            throw new CommandException(
                    "the bundle must be the one that answered: frame %s was answered by %s, digest %s, but this bundle is %s %s, digest %s"
                            .formatted(
                                    prediction.getFrameId(),
                                    prediction.getModelName(),
                                    prediction.getModelDigest(),
                                    bundle.manifest().name(),
                                    bundle.manifest().version(),
                                    bundle.digest()));
        }
    }

    private int report(
            CertifiedPrediction prediction,
            SamplingPlan plan,
            CertifiedInput input,
            ModelBundle bundle,
            VotesAgain votes,
            BooleanSupplier enough) {
        ReplayReport report = new ReplayReport(
                prediction,
                input.origin(),
                bundle.manifest().classes(),
                votes.backend(),
                recount(prediction, plan, votes, enough));
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? report.json().toString() : report.text());
        out.flush();
        return report.recount().holds() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private Recount recount(
            CertifiedPrediction prediction, SamplingPlan plan, VotesAgain votes, BooleanSupplier enough) {
        int samples = RecordedVotes.estimationSamples(prediction, plan);
        try (ProgressBar bar = WorkBar.start(
                "replay",
                Math.min(exactly.most(), (long) plan.selectionSamples() + samples),
                0,
                "samples",
                ChronoUnit.SECONDS,
                spec.commandLine().getErr())) {
            Recasting recasting = new Recasting(votes, exactly.most(), enough, bar::stepBy);
            VoteCounts selection = recasting.of(0, plan.selectionSamples());
            VoteCounts estimation = recasting.of(plan.selectionSamples(), samples);
            return Recount.of(prediction, plan, samples, selection, estimation);
        }
    }
}
