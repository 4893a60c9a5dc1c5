package dev.steadfast.standalone;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers in JSON, with the names and the shape of the gateway's live stream; doubles are read back as the same doubles. */
final class AnswerJson {

    private static final int LEADING = 5;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AnswerJson() {}

    /** One object; every name is there, with null where there is nothing to tell. */
    static ObjectNode of(Answer answer) {
        if (answer instanceof Answer.Predicted predicted) {
            return of(predicted.prediction());
        }
        return of(((Answer.Rejected) answer).rejection());
    }

    private static ObjectNode of(CertifiedPrediction prediction) {
        return NODES.objectNode()
                .put("frameId", prediction.getFrameId())
                .put("cameraId", prediction.getCameraId())
                .put("outcome", word(prediction.getOutcome()))
                .put("reason", word(prediction.getAbstentionReason()))
                .put("class", prediction.getClassIndex())
                .put("label", prediction.getLabel())
                .put("radius", prediction.getRadius())
                .put("lowerBound", prediction.getLowerBound())
                .<ObjectNode>set("counts", counts(prediction))
                .put("samples", prediction.getSamplesUsed())
                .put("invalidSamples", prediction.getInvalidSamples())
                .put("sigma", prediction.getSigma())
                .put("alpha", prediction.getAlpha())
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
                .set("receipt", receipt(prediction.getReceipt()));
    }

    private static ObjectNode of(RejectedFrame rejected) {
        return NODES.objectNode()
                .put("frameId", rejected.getFrameId())
                .put("cameraId", rejected.getCameraId())
                .put("outcome", "rejected")
                .put("reason", word(rejected.getReason()))
                .put("message", rejected.getMessage())
                .put("completedAt", rejected.getRejectedAt().toString())
                .set(
                        "source",
                        NODES.objectNode()
                                .put("topic", rejected.getSourceTopic())
                                .put("partition", rejected.getSourcePartition())
                                .put("offset", rejected.getSourceOffset()));
    }

    private static ArrayNode counts(CertifiedPrediction prediction) {
        List<ClassCount> counts = prediction.getEstimationCounts().isEmpty()
                ? prediction.getSelectionCounts()
                : prediction.getEstimationCounts();
        ArrayNode leading = NODES.arrayNode();
        counts.stream().limit(LEADING).forEach(count -> leading.addObject()
                .put("class", count.getClassIndex())
                .put("label", count.getLabel())
                .put("votes", count.getVotes()));
        return leading;
    }

    private static ObjectNode receipt(Receipt receipt) {
        return NODES.objectNode()
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
}
