package dev.steadfast.standalone;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.schemas.SchemaRegistry;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Frames and answers as they travel. */
public final class SampleAnswers {

    static final Instant TIME = Instant.parse("2026-11-22T12:03:04.250Z");

    static {
        // The first serde vouches for the generated classes; until then Avro refuses to fill in their defaults.
        SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://samples")).serde(Frame.class);
    }

    private SampleAnswers() {}

    public static Frame frame(String frameId, String cameraId) {
        return Frame.newBuilder()
                .setFrameId(frameId)
                .setCameraId(cameraId)
                .setCapturedAt(TIME)
                .setContentType("image/png")
                .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();
    }

    public static CertifiedPrediction certified(String frameId, String cameraId) {
        return cat(frameId, cameraId).build();
    }

    /** A cat with 987 of 1,000 votes, and ground truth; to be changed where a test needs another answer. */
    public static CertifiedPrediction.Builder cat(String frameId, String cameraId) {
        return CertifiedPrediction.newBuilder()
                .setFrameId(frameId)
                .setCameraId(cameraId)
                .setOutcome(Outcome.CERTIFIED)
                .setClassIndex(3)
                .setClassName("cat")
                .setLabel("cat")
                .setRadius(0.47689)
                .setLowerBound(0.97178)
                .setSelectionCounts(List.of(new ClassCount(3, "cat", "cat", 99), new ClassCount(5, "dog", "dog", 1)))
                .setEstimationCounts(List.of(new ClassCount(3, "cat", "cat", 987), new ClassCount(5, "dog", "dog", 12)))
                .setInvalidSamples(1)
                .setSamplesUsed(1100)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(100)
                .setEstimationSamples(1000)
                .setModelName("cifar10 1")
                .setModelDigest("ab".repeat(32))
                .setBackend("cpu")
                .setGroundTruth(3)
                .setCapturedAt(TIME.minusSeconds(2))
                .setAcceptedAt(TIME.minusSeconds(1))
                .setCompletedAt(TIME)
                .setReceipt(new Receipt(
                        new NoiseKey256(new byte[32]), 25, 44, 32, 32, "cd".repeat(32), "steadfast-1 orientation=exif"))
                .setSource(new FrameSource(1, 17L, 2, 11L));
    }

    public static CertifiedPrediction abstained(String frameId, String cameraId) {
        return cat(frameId, cameraId)
                .setOutcome(Outcome.ABSTAINED)
                .setAbstentionReason(AbstentionReason.NOT_CONFIDENT)
                .setClassIndex(null)
                .setClassName(null)
                .setLabel(null)
                .setRadius(0)
                .setLowerBound(0.46)
                .setSelectionCounts(List.of(new ClassCount(3, "cat", "cat", 51), new ClassCount(5, "dog", "dog", 49)))
                .setEstimationCounts(
                        List.of(new ClassCount(5, "dog", "dog", 502), new ClassCount(3, "cat", "cat", 497)))
                .build();
    }

    public static RejectedFrame rejected(String frameId, String cameraId) {
        return RejectedFrame.newBuilder()
                .setFrameId(frameId)
                .setCameraId(cameraId)
                .setReason(RejectionReason.NOT_AN_IMAGE)
                .setMessage("neither PNG nor JPEG")
                .setRejectedAt(TIME)
                .setSourceTopic("frames")
                .setSourcePartition(1)
                .setSourceOffset(17)
                .build();
    }
}
