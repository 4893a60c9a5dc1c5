package dev.steadfast.streams;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.TestImages;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.streams.certification.CertificationSettings;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Frames as producers send them, and settings small enough to read. */
public final class TestFrames {

    public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    /** n0 = 20, n = 100, tasks of 25: 1 + 4 tasks; sequentially n0 = 10, first 1 + 1 tasks for radius 0.1; one minute. */
    public static final CertificationSettings SETTINGS = settings(0.25);

    /** Windows of a minute, published every second; 5 answers are enough; a past of 4 windows, three cameras. */
    public static final StatisticsSettings STATISTICS =
            new StatisticsSettings(Duration.ofMinutes(1), Duration.ofSeconds(1), 3, 4, 5, 1e-4);

    static {
        Objects.requireNonNull(
                Topics.ALL); // the catalogue vouches for the contracts; until then Avro refuses to make them
    }

    /** Images of at most 5000 bytes, 1000 pixels and 3 scans. */
    public static final IntakeSettings INTAKE =
            new IntakeSettings(5000, 1000, 3, 10_000, 100_000, Duration.ofSeconds(10), OrientationRule.EXIF);

    private TestFrames() {}

    /** Likewise with another sigma. */
    public static CertificationSettings settings(double sigma) {
        return settings(sigma, List.of());
    }

    /** Likewise with a ladder of cheaper plans. */
    public static CertificationSettings settings(List<String> ladder) {
        return settings(0.25, ladder);
    }

    /** Likewise with a budget of samples for each camera. */
    static CertificationSettings budget(String cameraBudget) {
        return settings(0.25, 0.001, List.of(), cameraBudget, Duration.ZERO);
    }

    private static CertificationSettings settings(double sigma, List<String> ladder) {
        return settings(sigma, 0.001, ladder, "", Duration.ZERO);
    }

    static CertificationSettings settings(
            double sigma, double alpha, List<String> ladder, String cameraBudget, Duration sameImageWindow) {
        return settings(sigma, alpha, Duration.ofMinutes(1), ladder, cameraBudget, sameImageWindow, 16_384);
    }

    /** Likewise, where answers come sooner. */
    static CertificationSettings settings(Duration deadline) {
        return settings(0.25, 0.001, deadline, List.of(), "", Duration.ZERO, 16_384);
    }

    /** Likewise where tasks name the certified inputs that have more bytes than this. */
    public static CertificationSettings inline(int inlineImageBytes) {
        return settings(0.25, 0.001, Duration.ofMinutes(1), List.of(), "", Duration.ZERO, inlineImageBytes);
    }

    private static CertificationSettings settings(
            double sigma,
            double alpha,
            Duration deadline,
            List<String> ladder,
            String cameraBudget,
            Duration sameImageWindow,
            int inlineImageBytes) {
        return new CertificationSettings(
                SamplingPlan.Kind.FIXED,
                sigma,
                alpha,
                20,
                100,
                0.1,
                10,
                10_000,
                25,
                inlineImageBytes,
                deadline,
                Duration.ZERO,
                Duration.ofSeconds(2),
                ladder,
                cameraBudget,
                sameImageWindow);
    }

    /** Images of at most 5000 bytes and 1000 pixels, and the settings above. */
    public static Deployment deployment(ServedModel model) {
        Routing routing = Routing.to(model);
        return deployment(() -> routing);
    }

    /** Likewise. */
    public static Deployment deployment(Supplier<Routing> routing) {
        return new Deployment(routing, INTAKE, SETTINGS, STATISTICS);
    }

    /** Likewise with other settings. */
    static Deployment deployment(CertificationSettings settings) {
        Routing routing = Routing.to(TestModels.animals());
        return new Deployment(() -> routing, INTAKE, settings, STATISTICS);
    }

    /** One thread, and frame ids remembered for an hour. */
    public static StreamsSettings settings(String applicationId, Duration commitInterval) {
        return new StreamsSettings(
                applicationId, 1, commitInterval, Duration.ofHours(1), Duration.ofSeconds(30), "127.0.0.1", 0);
    }

    /** A good frame of camera {@code door}. */
    public static Frame.Builder frame(String frameId) {
        return Frame.newBuilder()
                .setFrameId(frameId)
                .setCameraId("door")
                .setCapturedAt(NOON)
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(TestImages.png(4, 4)))
                .setGroundTruth(1);
    }

    public static SamplingOptions.Builder options() {
        return SamplingOptions.newBuilder();
    }
}
