package dev.steadfast.gateway;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.AnswerJson;
import dev.steadfast.gateway.predictions.Origin;
import dev.steadfast.schemas.SchemaRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Answers that no model gave. */
public final class MadeUp {

    public static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    /** A registry in this process, with all contracts. */
    public static final SchemaRegistry REGISTRY = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://made-up"));

    static {
        REGISTRY.serde(CertifiedPrediction.class); // without a serde, Avro copies no record: it trusts nobody
    }

    /** Each answer stands somewhere else. */
    private static final AtomicLong OFFSETS = new AtomicLong();

    private MadeUp() {}

    /** What begins as a PNG does. */
    public static byte[] png() {
        return new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};
    }

    public static CertifiedPrediction certified(String frameId, String cameraId) {
        return certified(frameId, cameraId, "cat", 0.5123456789, 0.9797);
    }

    public static CertifiedPrediction certified(String frameId, String cameraId, Instant completedAt) {
        return certified(common(frameId, cameraId).setCompletedAt(completedAt), "cat", 0.5, 0.98);
    }

    public static CertifiedPrediction certified(
            String frameId, String cameraId, String label, double radius, double lowerBound) {
        return certified(common(frameId, cameraId), label, radius, lowerBound);
    }

    private static CertifiedPrediction certified(
            CertifiedPrediction.Builder common, String label, double radius, double lowerBound) {
        return common.setOutcome(Outcome.CERTIFIED)
                .setClassIndex(3)
                .setClassName(label)
                .setLabel(label)
                .setRadius(radius)
                .setLowerBound(lowerBound)
                .setSelectionCounts(List.of(new ClassCount(3, label, label, 99), new ClassCount(5, "dog", "dog", 1)))
                .setEstimationCounts(List.of(
                        new ClassCount(3, label, label, 992),
                        new ClassCount(5, "dog", "dog", 3),
                        new ClassCount(4, "deer", "deer", 1),
                        new ClassCount(6, "frog", "frog", 1),
                        new ClassCount(7, "horse", "horse", 1),
                        new ClassCount(8, "ship", "ship", 1)))
                .build();
    }

    public static CertifiedPrediction abstained(String frameId, String cameraId, double lowerBound) {
        return common(frameId, cameraId)
                .setOutcome(Outcome.ABSTAINED)
                .setAbstentionReason(AbstentionReason.NOT_CONFIDENT)
                .setRadius(0)
                .setLowerBound(lowerBound)
                .setSelectionCounts(List.of(new ClassCount(3, "cat", "cat", 60), new ClassCount(5, "dog", "dog", 40)))
                .setEstimationCounts(List.of())
                .build();
    }

    private static CertifiedPrediction.Builder common(String frameId, String cameraId) {
        return CertifiedPrediction.newBuilder()
                .setFrameId(frameId)
                .setCameraId(cameraId)
                .setInvalidSamples(1)
                .setSamplesUsed(1100)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(100)
                .setEstimationSamples(1000)
                .setModelName("cifar10-demo 1.0.0")
                .setModelDigest("ab".repeat(32))
                .setBackend("pytorch cpu")
                .setGroundTruth(3)
                .setCapturedAt(NOON)
                .setAcceptedAt(NOON.plusMillis(40))
                .setCompletedAt(NOON.plusMillis(1240))
                .setReceipt(Receipt.newBuilder()
                        .setNoiseKey(new NoiseKey256(new byte[32]))
                        .setTaskSamples(25)
                        .setTasks(44)
                        .setInputHeight(32)
                        .setInputWidth(32)
                        .setInputSha256("cd".repeat(32))
                        .setPixelRules("steadfast-1 orientation=exif")
                        .build());
    }

    public static RejectedFrame rejected(Optional<String> frameId, Optional<String> cameraId) {
        return RejectedFrame.newBuilder()
                .setFrameId(frameId.orElse(null))
                .setCameraId(cameraId.orElse(null))
                .setReason(RejectionReason.NOT_AN_IMAGE)
                .setMessage("the image must be PNG or JPEG, it begins with 0x3c68")
                .setRejectedAt(NOON)
                .setSourceTopic("frames")
                .setSourcePartition(2)
                .setSourceOffset(17L)
                .build();
    }

    public static Answer answer(CertifiedPrediction prediction) {
        return answer(prediction, new Origin(0, 0, OFFSETS.getAndIncrement()));
    }

    /** An answer that stands there. */
    public static Answer answer(CertifiedPrediction prediction, Origin origin) {
        return new Answer(
                Optional.of(prediction.getFrameId()),
                Optional.of(prediction.getCameraId()),
                AnswerJson.of(prediction).getString("outcome"),
                prediction.getCompletedAt(),
                origin,
                AnswerJson.of(prediction).encode());
    }

    public static Answer answer(RejectedFrame rejected) {
        return new Answer(
                Optional.ofNullable(rejected.getFrameId()),
                Optional.ofNullable(rejected.getCameraId()),
                Answer.REJECTED,
                rejected.getRejectedAt(),
                new Origin(1, 0, OFFSETS.getAndIncrement()),
                AnswerJson.of(rejected).encode());
    }
}
