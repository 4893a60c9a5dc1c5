package dev.steadfast.gateway.predictions;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.AnswerObjects;
import io.vertx.core.json.JsonObject;

/** Answers as JSON. Doubles are printed so that they are read back as the same double. */
public final class AnswerJson {

    private AnswerJson() {}

    /**
     * A prediction.
     *
     * @throws IllegalArgumentException if one of its numbers is not finite: JSON has no such number
     */
    public static JsonObject of(CertifiedPrediction prediction) {
        return new JsonObject(AnswerObjects.of(prediction));
    }

    /** A rejection. */
    public static JsonObject of(RejectedFrame rejected) {
        return new JsonObject(AnswerObjects.of(rejected));
    }
}
