package dev.steadfast.streams;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.schemas.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers as the topology gives them, of 120 samples and 250 ms. */
public final class TestPredictions {

    private TestPredictions() {}

    /** Class 1, certified within a radius. */
    public static CertifiedPrediction.Builder certified(String cameraId, double radius) {
        return answer(cameraId)
                .setOutcome(Outcome.CERTIFIED)
                .setClassIndex(1)
                .setClassName("bee")
                .setLabel("bee")
                .setRadius(radius)
                .setLowerBound(0.9);
    }

    /** Class 1, without a radius. */
    public static CertifiedPrediction.Builder predicted(String cameraId) {
        return answer(cameraId)
                .setOutcome(Outcome.PREDICTED)
                .setClassIndex(1)
                .setClassName("bee")
                .setLabel("bee")
                .setPlan(PlanKind.PREDICT);
    }

    public static CertifiedPrediction.Builder abstained(String cameraId, AbstentionReason reason) {
        return answer(cameraId).setOutcome(Outcome.ABSTAINED).setAbstentionReason(reason);
    }

    /** A rejection, of a camera or of nobody knows which. */
    public static RejectedFrame rejected(@Nullable String cameraId) {
        return RejectedFrame.newBuilder()
                .setCameraId(cameraId)
                .setReason(RejectionReason.NOT_AN_IMAGE)
                .setMessage("neither PNG nor JPEG")
                .setRejectedAt(TestFrames.NOON)
                .setSourceTopic(Topics.FRAMES.name())
                .setSourcePartition(0)
                .setSourceOffset(7)
                .build();
    }

    private static CertifiedPrediction.Builder answer(String cameraId) {
        return CertifiedPrediction.newBuilder()
                .setFrameId("f-1")
                .setCameraId(cameraId)
                .setRadius(0)
                .setLowerBound(0)
                .setSelectionCounts(List.of())
                .setEstimationCounts(List.of())
                .setInvalidSamples(0)
                .setSamplesUsed(120)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(20)
                .setEstimationSamples(100)
                .setModelName("animals 1")
                .setModelDigest("a".repeat(64))
                .setBackend(TestVotes.BACKEND)
                .setCapturedAt(TestFrames.NOON)
                .setAcceptedAt(TestFrames.NOON)
                .setCompletedAt(TestFrames.NOON.plusMillis(250))
                .setReceipt(new Receipt(
                        new NoiseKey256(new byte[32]), 25, 5, 4, 4, "c".repeat(64), "steadfast-1 orientation=exif"));
    }
}
