package dev.steadfast.standalone.evaluate;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.evaluation.measurement.CleanAnswers;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.Measurement;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.ResultFile;
import dev.steadfast.evaluation.measurement.ResultTable;
import dev.steadfast.evaluation.measurement.Selection;
import dev.steadfast.evaluation.profile.ProfileFile;
import dev.steadfast.evaluation.report.CertifiedAccuracy;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.io.PrintWriter;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Certifies labelled images offline: the table that papers, and manifests of bundles, are made of. */
@Command(
        name = "certify",
        mixinStandardHelpOptions = true,
        description = {
            "Certifies the images of a labelled dataset, each as the stream would, and writes a line for each, in the format of Cohen et"
                    + " al.'s reference implementation. 'steadfast report' makes tables and curves of it.",
            "",
            "It may be stopped, or killed, at any moment: the same command goes on where it was. FILE.json, beside FILE, says what was"
                    + " measured, and with what.",
        },
        footer = {
            "",
            "Example: the table of the papers, every 20th test image",
            "  steadfast certify --bundle models/zoo/cifar10 --data data --every 20 --sigma 0.25 --samples 10000 --out r25.tsv"
        })
public final class CertifyCommand implements Callable<Integer> {
    private static final int MOST_CLEAN_IMAGES = 128;

    @Option(
            names = "--bundle",
            paramLabel = "B",
            required = true,
            description = "The bundle to measure: a folder, or a zip archive of one.")
    private Path bundle = Path.of("");

    @Mixin
    private MeasuredImages data = new MeasuredImages();

    @Option(
            names = "--every",
            paramLabel = "K",
            description = "Every K-th image. The papers take 20 for CIFAR-10's test set. Default: ${DEFAULT-VALUE}")
    private int every = 1;

    @Option(names = "--offset", paramLabel = "I", description = "Index of the first image. Default: ${DEFAULT-VALUE}")
    private int offset;

    @Option(names = "--max", paramLabel = "M", description = "Most images. May be raised later. Default: all")
    private int max = Integer.MAX_VALUE;

    @Option(
            names = "--plan",
            description =
                    "fixed certifies a radius (CERTIFY); predict only a class, with fewer samples (PREDICT); sequential decides whether the one"
                            + " radius of --radius is certified. Default: fixed")
    private SamplingPlan.Kind plan = SamplingPlan.Kind.FIXED;

    @Option(
            names = "--sigma",
            paramLabel = "S",
            required = true,
            description = "Standard deviation of the noise, on the [0, 1] pixel scale.")
    private double sigma;

    @Option(
            names = "--samples",
            paramLabel = "N",
            required = true,
            description =
                    "n: estimation samples an image, at most with --plan sequential. The papers take 10,000 to 100,000.")
    private int samples;

    @Option(
            names = "--n0",
            paramLabel = "N",
            description = "Selection samples an image; none with --plan predict. Default: " + FixedPlan.DEFAULT_N0
                    + ", or " + SequentialPlan.DEFAULT_N0 + " with --plan sequential")
    private @Nullable Integer n0;

    @Option(
            names = "--radius",
            paramLabel = "R",
            description = "What --plan sequential decides: whether an image is certified at this radius. Default: 0.25")
    private @Nullable Double radius;

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description =
                    "Probability with which one answer may be wrong about the smoothed classifier. Default: ${DEFAULT-VALUE}")
    private double alpha = FixedPlan.DEFAULT_ALPHA;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Makes the noise, with sigma and the image's index: the same seed gives the same table. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--device", description = "cpu, cuda:0, ..., or auto. Default: ${DEFAULT-VALUE}")
    private String device = "auto";

    @Option(
            names = "--precision",
            paramLabel = "P",
            description =
                    "One of those that the bundle offers, such as fp32. Default: its own, which a table of it is of.")
    private @Nullable String precision;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "The table, e.g. r25.tsv. An unfinished one is taken up.")
    private Path out = Path.of("");

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "Also writes how each image was voted on, and how fast, as JSON: what 'steadfast plan' plans with. With --plan fixed. Images"
                            + " that an unfinished table holds already, and FILE does not, are voted on again.")
    private @Nullable Path profile;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        SamplingPlan samplingPlan = samplingPlan();
        Selection selection = selection();
        requireUse("--profile", profile, plan == SamplingPlan.Kind.FIXED);
        return Resources.closedAtTheEndOf(resources -> {
            ModelBundle opened = resources.start(() -> ModelBundle.open(bundle));
            LabelledImages images = data.open(opened.manifest());
            Measurement measurement = new Measurement(opened.manifest(), images, selection, samplingPlan, seed);
            measurement.requireReadable(ResultFile.done(out));
            NoisyVoter voter = resources.start(() -> voter(opened));
            MeasurementDescription description = measurement.describe(voter.backend());
            if (profile != null) {
                ProfileFile.requireUsable(profile, description);
            }
            ResultFile file = resources.start(() -> ResultFile.open(out, description));
            CleanAnswers.of(voter, opened.manifest(), images, measurement.someImages(MOST_CLEAN_IMAGES))
                    .hint()
                    .ifPresent(this::tell);
            measure(measurement, voter, file, profile(description, file));
            return ExitCode.OK;
        });
    }

    private NoisyVoter voter(ModelBundle opened) {
        try {
            return NoisyVoter.open(precision == null ? opened : opened.in(precision), device);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new CommandException((message.startsWith("precision") ? "--precision: " : "--device: ") + message, e);
        }
    }

    private Optional<ProfileFile> profile(MeasurementDescription description, ResultFile file) {
        return Optional.ofNullable(profile).map(named -> ProfileFile.open(named, description, file.begun()));
    }

    private void measure(Measurement measurement, NoisyVoter voter, ResultFile file, Optional<ProfileFile> votes) {
        List<ImageResult> results = new ArrayList<>(file.begun());
        List<String> classes = measurement.bundle().classes();
        OneSidedAnswers answers = new OneSidedAnswers();
        results.forEach(result -> answers.hint(result, classes).ifPresent(this::tell));
        int from = votes.map(ProfileFile::images).orElse(file.begun().size());
        int again = file.begun().size() - from;
        if (again > 0) {
            tell("%d images that %s holds are voted on again, for %s.".formatted(again, out, profile));
        }
        AtomicInteger toVoteAgain = new AtomicInteger(again);
        try (CertifyProgress progress = CertifyProgress.start(
                measurement.size(), results, spec.commandLine().getErr())) {
            measurement.run(voter::vote, file, from, (result, share) -> {
                votes.ifPresent(one -> one.add(result, share));
                if (toVoteAgain.getAndDecrement() <= 0) {
                    results.add(result);
                    progress.add(result);
                    answers.hint(result, classes).ifPresent(this::tell);
                }
            });
        } finally {
            votes.filter(one -> one.images() > 0).ifPresent(ProfileFile::write);
        }
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println(summary(new ResultTable(results)));
        terminal.flush();
    }

    /** On a line of its own, below the bar. */
    private void tell(String hint) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf("%n%s%n", hint);
        err.flush();
    }

    private String summary(ResultTable table) {
        CertifiedAccuracy accuracy = CertifiedAccuracy.of(table);
        return String.format(
                Locale.ROOT,
                "%d images in %s: %s%% correct, %s%% abstained, average certified radius %s%n'steadfast report %s' shows more.",
                accuracy.images(),
                out,
                accuracy.at(0).percent(1),
                accuracy.abstained().percent(1),
                accuracy.averageRadius().setScale(3, RoundingMode.FLOOR),
                out);
    }

    private void requireUse(String option, @Nullable Object value, boolean used) {
        if (value != null && !used) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " means nothing with --plan " + plan.name().toLowerCase(Locale.ROOT) + ": leave it out");
        }
    }

    private Selection selection() {
        try {
            return new Selection(offset, every, max);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private SamplingPlan samplingPlan() {
        requireUse("--radius", radius, plan == SamplingPlan.Kind.SEQUENTIAL);
        requireUse("--n0", n0, plan != SamplingPlan.Kind.PREDICT);
        try {
            int selection = n0 != null
                    ? n0
                    : plan == SamplingPlan.Kind.SEQUENTIAL ? SequentialPlan.DEFAULT_N0 : FixedPlan.DEFAULT_N0;
            return SamplingPlan.of(plan, sigma, alpha, selection, samples, radius == null ? 0.25 : radius);
        } catch (InvalidPlanException e) {
            String options =
                    switch (e.rule()) {
                        case SIGMA_OUT_OF_RANGE -> "--sigma";
                        case ALPHA_OUT_OF_RANGE -> "--alpha";
                        case SAMPLES_OUT_OF_RANGE -> "--samples, --n0";
                        case RADIUS_OUT_OF_RANGE -> "--radius";
                        case CANNOT_CERTIFY -> "--samples, --alpha, --radius";
                    };
            throw new ParameterException(spec.commandLine(), options + ": " + e.getMessage(), e);
        }
    }
}
