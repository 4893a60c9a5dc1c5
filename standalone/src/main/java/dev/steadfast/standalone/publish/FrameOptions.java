package dev.steadfast.standalone.publish;

import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.schemas.MaxAge;
import dev.steadfast.schemas.Plans;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.standalone.command.DurationConverter;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What may be said about frames besides their pixels: the same for all frames of a command. */
final class FrameOptions {

    @Option(
            names = {"--ground-truth", "--label"},
            paramLabel = "CLASS",
            description =
                    "The true class, as an index into the model's classes; for evaluation, it never influences the answer. --label is its former name.")
    private @Nullable Integer groundTruth;

    @Option(
            names = "--plan",
            paramLabel = "PLAN",
            description =
                    "fixed: a class and a radius; predict: a class only; sequential: whether a class has one radius, with as few samples as that"
                            + " takes. Default of this and the next: what the deployment has set.")
    private SamplingPlan.@Nullable Kind plan;

    @Option(
            names = "--sigma",
            paramLabel = "S",
            description = "Standard deviation of the noise, on the [0, 1] pixel scale.")
    private @Nullable Double sigma;

    @Option(names = "--alpha", paramLabel = "A", description = "Probability with which the certificate may be wrong.")
    private @Nullable Double alpha;

    @Option(names = "--n0", paramLabel = "N0", description = "Samples that choose the class.")
    private @Nullable Integer selectionSamples;

    @Option(
            names = "--n",
            paramLabel = "N",
            description = "Samples that bound the probability of the class; at most, for sequential.")
    private @Nullable Integer estimationSamples;

    @Option(
            names = "--radius",
            paramLabel = "R",
            description = "What sequential is to decide, L2 on the [0, 1] pixel scale; 0 for the class alone.")
    private @Nullable Double radius;

    @Option(
            names = "--max-age",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How old a frame may be when it is answered, as in 2s, 500ms; what cannot be is not begun.")
    private @Nullable Duration maxAge;

    /**
     * Checks what can be checked without knowing the deployment's defaults and model.
     *
     * @throws ParameterException if a value is out of range
     */
    void check(CommandLine command) {
        require(command, "--ground-truth", groundTruth, groundTruth == null || groundTruth >= 0, "0 or greater");
        require(
                command,
                "--sigma",
                sigma,
                sigma == null || (sigma >= Limits.MIN_SIGMA && sigma <= Limits.MAX_SIGMA),
                "from %s to %s".formatted(Limits.MIN_SIGMA, Limits.MAX_SIGMA));
        require(
                command,
                "--alpha",
                alpha,
                alpha == null || (alpha >= Limits.MIN_ALPHA && alpha < 1),
                "from %s to below 1".formatted(Limits.MIN_ALPHA));
        String samples = "from 1 to " + Limits.MAX_SAMPLES;
        require(command, "--n0", selectionSamples, isSamples(selectionSamples), samples);
        require(command, "--n", estimationSamples, isSamples(estimationSamples), samples);
        require(command, "--radius", radius, radius == null || (radius >= 0 && Double.isFinite(radius)), "0 or more");
        require(command, "--max-age", maxAge, maxAge == null || MaxAge.isAllowed(maxAge), "from 1ms to 6h");
    }

    Optional<Integer> groundTruth() {
        return Optional.ofNullable(groundTruth);
    }

    /** What is asked for; empty if nothing is. */
    Optional<SamplingOptions> sampling() {
        if (Stream.of(
                        Optional.ofNullable(plan),
                        Optional.ofNullable(sigma),
                        Optional.ofNullable(alpha),
                        Optional.ofNullable(selectionSamples),
                        Optional.ofNullable(estimationSamples),
                        Optional.ofNullable(radius),
                        Optional.ofNullable(maxAge))
                .allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(SamplingOptions.newBuilder()
                .setPlan(plan == null ? null : Plans.kind(plan))
                .setSigma(sigma)
                .setAlpha(alpha)
                .setSelectionSamples(selectionSamples)
                .setEstimationSamples(estimationSamples)
                .setRadius(radius)
                .setMaxAgeMillis(maxAge == null ? null : maxAge.toMillis())
                .build());
    }

    private static boolean isSamples(@Nullable Integer samples) {
        return samples == null || (samples >= 1 && samples <= Limits.MAX_SAMPLES);
    }

    private static void require(
            CommandLine command, String option, @Nullable Object value, boolean allowed, String range) {
        if (!allowed) {
            throw new ParameterException(command, "%s: must be %s, was %s".formatted(option, range, value));
        }
    }
}
