package dev.steadfast.gateway.predictions;

import io.vertx.core.json.JsonObject;

/** Tells how far a frame has come that waits for its answer. Asked on the gateway's event loop. */
public interface Progress {

    /** Adds what is known to what is told of a frame. */
    JsonObject addTo(JsonObject pending, String frameId);

    /** The same in a sentence, for people. */
    String describe(String frameId);
}
