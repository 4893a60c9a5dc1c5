package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.GoldenLogits;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.evaluation.measurement.CleanAnswers;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.integers.InterpretedVoter;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.standalone.command.ClassNamesOption;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Resources;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks a bundle as a worker does. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks a bundle as a worker does before its first vote: every file against its SHA-256, then the networks on known batches. Then"
                    + " it votes for a moment.",
            "",
            "The batches show that the networks are one fixed function of one image: they are a test, and no proof."
        },
        footer = {"", "Exit status: 0 if a worker on this machine would serve the bundle, else 1."})
final class BundleVerifyCommand implements Callable<Integer> {
    private static final Duration SHORT_RUN = Duration.ofSeconds(2);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "B", description = "The bundle: a folder, or a zip archive of one.")
    private Path bundle = Path.of("");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Labelled images, as for certify: says how many of them the bundle gives their label without noise, and hints at what may be"
                            + " wrong if that looks like chance.")
    private @Nullable Path data;

    @Option(names = "--split", description = "Which of them: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}")
    private Split split = Split.TEST;

    @Mixin
    private ClassNamesOption names = new ClassNamesOption();

    @Option(names = "--every", paramLabel = "K", description = "Every K-th image. Default: ${DEFAULT-VALUE}")
    private int every = 1;

    @Option(names = "--device", description = "cpu, cuda:0, ..., or auto. Default: ${DEFAULT-VALUE}")
    private String device = "auto";

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        return Resources.closedAtTheEndOf(resources -> {
            ModelBundle opened = resources.start(() -> ModelBundle.open(bundle));
            out.println("digest     " + opened.digest());
            out.println("files      as the manifest says");
            golden(opened).ifPresent(out::println);
            out.flush();
            List<ModelBundle> offered = opened.offered();
            for (ModelBundle each : offered) {
                try (NoisyVoter voter = resources.start(() -> open(() -> NoisyVoter.open(each, device)))) {
                    out.println("networks   one fixed function of one image, on the known batches");
                    out.println("backend    " + voter.backend());
                    out.println("speed      " + speed(opened.manifest(), voter));
                    out.flush();
                    if (data != null) {
                        clean(each.manifest(), voter, images(each.manifest(), data));
                    }
                }
            }
            if (offered.size() > 1) {
                try (NoisyVoter fastest = resources.start(() -> open(() -> NoisyVoter.fastest(opened, device)))) {
                    out.println("precision  " + fastest.precision() + " is what a worker computes in here");
                    out.flush();
                }
            }
            return ExitCode.OK;
        });
    }

    /** Compares the manifest's golden logits with the interpreter's, so that it is known which of them and the engine is wrong if the engine's differ. */
    private static Optional<String> golden(ModelBundle opened) {
        List<GoldenLogits> told = opened.manifest().goldenLogits();
        try {
            if (told.isEmpty() || !InterpretedVoter.isFor(opened)) {
                return Optional.empty();
            }
            List<GoldenLogits> defined = InterpretedVoter.open(opened)
                    .goldenLogits(told.stream().map(GoldenLogits::sigma).toList());
            for (int number = 0; number < told.size(); number++) {
                if (!told.get(number).equals(defined.get(number))) {
                    throw new CommandException(
                            "goldenLogits of known image %d must be %s, what the interpreter computes, but are %s"
                                    .formatted(
                                            number,
                                            defined.get(number).logits(),
                                            told.get(number).logits()));
                }
            }
            return Optional.of(
                    "golden     the manifest's logits of %d known images are the interpreter's".formatted(told.size()));
        } catch (IOException e) {
            throw new CommandException("the bundle cannot be read: " + e.getMessage(), e);
        }
    }

    private static NoisyVoter open(Supplier<NoisyVoter> opening) {
        try {
            return opening.get();
        } catch (IllegalArgumentException e) {
            throw new CommandException("--device: " + e.getMessage(), e);
        }
    }

    private LabelledImages images(BundleManifest manifest, Path folder) {
        return names.match(
                Datasets.open(folder, split, manifest.canonicaliser(), OrientationRule.EXIF), manifest.classes());
    }

    private void clean(BundleManifest manifest, NoisyVoter voter, LabelledImages images) {
        int[] chosen = IntStream.iterate(0, i -> i < images.size(), i -> i + Math.max(1, every))
                .toArray();
        CleanAnswers answers = CleanAnswers.of(voter, manifest, images, chosen);
        PrintWriter out = spec.commandLine().getOut();
        out.println("clean      " + answers.text());
        answers.hint().ifPresent(hint -> out.println("           " + hint));
        out.flush();
    }

    private static String speed(BundleManifest manifest, NoisyVoter voter) {
        byte[] image = new byte[manifest.input().values()];
        NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);
        int call = manifest.batch() * Runtime.getRuntime().availableProcessors(); // a forward pass for each core
        int votes = 0;
        int invalid = 0;
        long start = System.nanoTime();
        long elapsed = 0;
        while (elapsed < SHORT_RUN.toNanos()) {
            invalid += voter.vote(
                            List.of(new VoteRequest(image, manifest.sigma().min(), key, votes, call)))
                    .get(0)
                    .invalid();
            votes += call;
            elapsed = System.nanoTime() - start;
        }
        return "%.0f votes/s (%d in %.1f s, %d of them invalid)"
                .formatted(votes / (elapsed / 1e9), votes, elapsed / 1e9, invalid);
    }
}
