package dev.steadfast.gateway.fleet;

import dev.steadfast.avro.AbstentionCount;
import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.ModelAnnouncement;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** How cameras, models and dead letters look in JSON; the contract documents each name. */
final class FleetJson {

    private FleetJson() {}

    static JsonObject of(CameraStatistics window) {
        JsonObject reasons = new JsonObject();
        for (AbstentionCount abstained : window.getAbstentions()) {
            reasons.put(word(abstained.getReason()), abstained.getCount());
        }
        return new JsonObject()
                .put("camera", window.getCameraId())
                .put("start", window.getWindowStart().toString())
                .put("end", window.getWindowEnd().toString())
                .put("closed", window.getClosed())
                .put("certified", window.getCertified())
                .put("predicted", window.getPredicted())
                .put("abstained", window.getAbstained())
                .put("rejected", window.getRejected())
                .put("reasons", reasons)
                .put("labelled", window.getLabelled())
                .put("correct", window.getCorrect())
                .put("certifiedCorrect", window.getCertifiedCorrect())
                .put("radiusSum", window.getRadiusSum())
                .put("radiusBinWidth", window.getRadiusBinWidth())
                .put("radiusCounts", new JsonArray(window.getRadiusCounts()))
                .put("correctRadiusCounts", new JsonArray(window.getCorrectRadiusCounts()))
                .put("latencyMillisSum", window.getLatencyMillisSum())
                .put("latencyMillisMax", window.getLatencyMillisMax())
                .put("samples", window.getSamples())
                .put("pastFrames", window.getPastFrames())
                .put("pastAbstained", window.getPastAbstained())
                .put("surprise", window.getSurprise())
                .put("state", word(window.getState()))
                .put(
                        "departedSince",
                        window.getDepartedSince() == null
                                ? null
                                : window.getDepartedSince().toString());
    }

    static JsonObject of(CameraEvent event) {
        return new JsonObject()
                .put("camera", event.getCameraId())
                .put("kind", word(event.getKind()))
                .put("occurredAt", event.getOccurredAt().toString())
                .put("windowStart", event.getWindowStart().toString())
                .put("windowEnd", event.getWindowEnd().toString())
                .put("frames", event.getFrames())
                .put("abstained", event.getAbstained())
                .put("pastFrames", event.getPastFrames())
                .put("pastAbstained", event.getPastAbstained())
                .put("probability", event.getProbability())
                .put("threshold", event.getThreshold())
                .put("leadingReason", event.getLeadingReason() == null ? null : word(event.getLeadingReason()))
                .put("message", event.getMessage());
    }

    static JsonObject of(DeadLetter letter) {
        return new JsonObject()
                .put("topic", letter.getSourceTopic())
                .put("partition", letter.getSourcePartition())
                .put("offset", letter.getSourceOffset())
                .put("component", letter.getComponent())
                .put("reason", letter.getReason())
                .put("message", letter.getMessage())
                .put("occurredAt", letter.getOccurredAt().toString());
    }

    static JsonObject of(String application, ModelAnnouncement model) {
        return new JsonObject()
                .put("application", application)
                .put("name", model.getName())
                .put("version", model.getVersion())
                .put("digest", model.getDigest())
                .put("queue", model.getQueue())
                .put("answers", model.getAnswers())
                .put("inputHeight", model.getInputHeight())
                .put("inputWidth", model.getInputWidth())
                .put("classes", new JsonArray(model.getClasses()))
                .put("sigmaMin", model.getSigmaMin())
                .put("sigmaMax", model.getSigmaMax())
                .put("plan", word(model.getPlan()))
                .put("sigma", model.getSigma())
                .put("alpha", model.getAlpha())
                .put("n0", model.getSelectionSamples())
                .put("n", model.getEstimationSamples())
                .put("targetRadius", model.getTargetRadius())
                .put("maxSamples", model.getMaxSamples())
                .put("taskSamples", model.getTaskSamples())
                .put("deadlineMillis", model.getDeadlineMillis())
                .put("announcedAt", model.getAnnouncedAt().toString());
    }

    /** {@code NOT_CONFIDENT} as {@code not-confident}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
