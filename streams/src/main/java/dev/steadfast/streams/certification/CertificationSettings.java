package dev.steadfast.streams.certification;

import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.schemas.Plans;
import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.plans.SamplingPlan;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How frames are certified that do not ask for anything else. */
@SettingsGroup("certification")
public record CertificationSettings(
        @Setting(
                value =
                        "How samples become an answer: fixed (a class and a radius), predict (a class only) or sequential (whether a class has one radius, with as few samples as that takes).",
                defaultValue = "fixed")
        SamplingPlan.Kind plan,

        @Setting(
                value = "Standard deviation of the noise on the [0,1] pixel scale. It must lie in the bundle's range.",
                defaultValue = "0.25",
                min = "0.01",
                max = "4")
        double sigma,

        @Setting(
                value = "The probability with which the certificate of one frame may be wrong; above 0 and below 1.",
                defaultValue = "0.001",
                min = "1e-30",
                max = "0.999")
        double alpha,

        @Setting(
                value = "n0: samples that choose the class (plan fixed).",
                unit = "samples",
                defaultValue = "100",
                min = "1",
                max = "10_000_000")
        int selectionSamples,

        @Setting(
                value = "n: samples that bound the probability of the class; at most, for the plan sequential.",
                unit = "samples",
                defaultValue = "1000",
                min = "1",
                max = "10_000_000")
        int estimationSamples,

        @Setting(
                value =
                        "The radius that the plan sequential decides, L2 on the [0,1] pixel scale; 0 for the class alone.",
                defaultValue = "0.25",
                min = "0",
                max = "40")
        double radius,

        @Setting(
                value = "n0 of the plan sequential.",
                unit = "samples",
                defaultValue = "25",
                min = "1",
                max = "10_000_000")
        int sequentialSelectionSamples,

        @Setting(
                value = "The most samples, n0 + n, that a frame may ask for.",
                unit = "samples",
                defaultValue = "200_000",
                min = "1",
                max = "20_000_000")
        int maxSamples,

        @Setting(
                value = "Samples in a noise task, the unit of work of the queue.",
                unit = "samples",
                defaultValue = "25",
                min = "1",
                max = "100_000")
        int taskSamples,

        @Setting(
                value =
                        "The largest certified input that travels in each of its frame's tasks. Tasks name a larger one by its place in accepted-frames, and each worker fetches it once. The default is what a batch of a Kafka producer holds: below it a frame's tasks are compressed together.",
                unit = "bytes",
                defaultValue = "16_384",
                min = "0",
                max = "1_073_741_824")
        int inlineImageBytes,

        @Setting(
                value =
                        "How long a frame's votes are waited for; then it is answered with what they support, or an abstention.",
                defaultValue = "5m",
                min = "100ms",
                max = "6h")
        Duration deadline,

        @Setting(
                value =
                        "How old a frame may be when it is answered, from its time of capture, by the clock of who published it; 0s for no limit. A frame may ask for less. What would be older is not begun.",
                defaultValue = "0s",
                min = "0s",
                max = "6h")
        Duration maxAge,

        @Setting(
                value =
                        "How much work the topology sends to the workers in advance, in the time that it takes them. Frames beyond it wait in the topology, where they take turns and may be given up.",
                defaultValue = "2s",
                min = "100ms",
                max = "10m")
        Duration queueTime,

        @Setting(
                value =
                        "Plans that frames take under pressure if they ask for none, ever cheaper, such as: sequential n=400 radius=0.25, predict n=50. What a step does not say (n0, n, radius) is as above. Empty: frames keep their plan.",
                defaultValue = "")
        List<String> ladder,

        @Setting(
                value =
                        "Samples that each camera may have spent, in a second and at once, such as 500/s+20000; 500/s has ten seconds' worth at once. While a camera has spent them its frames wait, or are answered without a vote. Empty: as many as there are workers for. A route may say otherwise.",
                defaultValue = "")
        String cameraBudget,

        @Setting(
                value =
                        "For so long a certified input of a camera is remembered: when it comes again, in whatever frame, by the same plan and bundle, it gets the same noise again, so that nobody may try for a certificate until luck gives it. 0s: each frame has noise of its own.",
                defaultValue = "0s",
                min = "0s",
                max = "1h")
        Duration sameImageWindow) {

    private static final int PARTS_OF_A_DEADLINE = 4;

    public CertificationSettings {
        ladder = List.copyOf(ladder);
        SampleBudget.ofSetting("certification.camera-budget", cameraBudget);
    }

    /** What each camera may have spent whose route does not say; empty for as much as there is. */
    public Optional<SampleBudget> budget() {
        return SampleBudget.ofSetting("certification.camera-budget", cameraBudget);
    }

    /** For how long certified inputs are remembered; empty for not at all. */
    public Optional<Duration> memoryOfImages() {
        return sameImageWindow.isZero() ? Optional.empty() : Optional.of(sameImageWindow);
    }

    /** How old a frame may be; empty for no limit. */
    public Optional<Duration> greatestAge() {
        return maxAge.isZero() ? Optional.empty() : Optional.of(maxAge);
    }

    /**
     * How much work is sent in advance: less where frames must be answered soon.
     *
     * @param maxAges how old frames may be
     */
    public Duration workAhead(Stream<Duration> maxAges) {
        Duration longest = Stream.concat(maxAges, Stream.of(deadline))
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Duration part = longest.dividedBy(PARTS_OF_A_DEADLINE);
        return part.compareTo(queueTime) < 0 ? part : queueTime;
    }

    /**
     * The plan for a frame: what its producer asked for, and these values for the rest.
     *
     * @throws InvalidPlanException if the values are out of range or could never certify
     */
    public SamplingPlan planFor(SamplingOptions asked) {
        SamplingPlan.Kind kind = Plans.kind(asked, plan);
        int n0 = kind == SamplingPlan.Kind.SEQUENTIAL ? sequentialSelectionSamples : selectionSamples;
        return Plans.asked(asked, kind, sigma, alpha, n0, estimationSamples, radius);
    }

    /** The plan for a frame that does not ask for anything. */
    public SamplingPlan usualPlan() {
        return planFor(SamplingOptions.newBuilder().build());
    }
}
