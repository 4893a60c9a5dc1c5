package dev.steadfast.gateway;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How answers look in JSON; the module's README documents each name. Doubles are printed so that they are read back as the same double. */
final class AnswerJson {

    private static final int LEADING = 5;

    private AnswerJson() {}

    /**
     * A prediction.
     *
     * @throws IllegalArgumentException if one of its numbers is not finite: JSON has no such number
     */
    static JsonObject of(CertifiedPrediction prediction) {
        return new JsonObject()
                .put("frameId", prediction.getFrameId())
                .put("cameraId", prediction.getCameraId())
                .put("outcome", word(prediction.getOutcome()))
                .put("reason", word(prediction.getAbstentionReason()))
                .put("class", prediction.getClassIndex())
                .put("label", prediction.getLabel())
                .put("radius", finite("radius", prediction.getRadius()))
                .put("lowerBound", finite("lowerBound", prediction.getLowerBound()))
                .put("counts", counts(prediction))
                .put("samples", prediction.getSamplesUsed())
                .put("invalidSamples", prediction.getInvalidSamples())
                .put("sigma", finite("sigma", prediction.getSigma()))
                .put("alpha", finite("alpha", prediction.getAlpha()))
                .put("plan", word(prediction.getPlan()))
                .put("n0", prediction.getSelectionSamples())
                .put("n", prediction.getEstimationSamples())
                .put("groundTruth", prediction.getGroundTruth())
                .put("modelName", prediction.getModelName())
                .put("modelDigest", prediction.getModelDigest())
                .put("backend", prediction.getBackend())
                .put("capturedAt", prediction.getCapturedAt().toString())
                .put("acceptedAt", prediction.getAcceptedAt().toString())
                .put("completedAt", prediction.getCompletedAt().toString())
                .put(
                        "latencyMillis",
                        Duration.between(prediction.getAcceptedAt(), prediction.getCompletedAt())
                                .toMillis())
                .put("receipt", receipt(prediction.getReceipt()));
    }

    /** A rejection. */
    static JsonObject of(RejectedFrame rejected) {
        return new JsonObject()
                .put("frameId", rejected.getFrameId())
                .put("cameraId", rejected.getCameraId())
                .put("outcome", "rejected")
                .put("reason", word(rejected.getReason()))
                .put("message", rejected.getMessage())
                .put("completedAt", rejected.getRejectedAt().toString())
                .put(
                        "source",
                        new JsonObject()
                                .put("topic", rejected.getSourceTopic())
                                .put("partition", rejected.getSourcePartition())
                                .put("offset", rejected.getSourceOffset()));
    }

    private static JsonArray counts(CertifiedPrediction prediction) {
        List<ClassCount> counts = prediction.getEstimationCounts().isEmpty()
                ? prediction.getSelectionCounts()
                : prediction.getEstimationCounts();
        JsonArray leading = new JsonArray();
        counts.stream()
                .limit(LEADING)
                .map(count -> new JsonObject()
                        .put("class", count.getClassIndex())
                        .put("label", count.getLabel())
                        .put("votes", count.getVotes()))
                .forEach(leading::add);
        return leading;
    }

    private static JsonObject receipt(Receipt receipt) {
        return new JsonObject()
                .put("noiseKey", HexFormat.of().formatHex(receipt.getNoiseKey().bytes()))
                .put("taskSamples", receipt.getTaskSamples())
                .put("tasks", receipt.getTasks())
                .put("inputHeight", receipt.getInputHeight())
                .put("inputWidth", receipt.getInputWidth())
                .put("inputSha256", receipt.getInputSha256());
    }

    /** {@code NOT_CONFIDENT} as {@code not-confident}. */
    private static @Nullable String word(@Nullable Enum<?> constant) {
        return constant == null
                ? null
                : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static double finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " must be finite, was " + value);
        }
        return value;
    }
}
