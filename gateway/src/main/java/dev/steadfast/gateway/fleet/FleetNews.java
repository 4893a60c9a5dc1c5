package dev.steadfast.gateway.fleet;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** Something that Kafka tells about cameras and workers. */
public sealed interface FleetNews {

    /**
     * A window of a camera, as it is now.
     *
     * @param json as clients get it
     */
    record Window(String camera, Instant start, String state, Optional<Instant> departedSince, JsonObject json)
            implements FleetNews {}

    /**
     * A camera that departed or returned.
     *
     * @param json as clients get it
     */
    record Event(String camera, Instant occurredAt, JsonObject json) implements FleetNews {}

    /** Votes of a worker. */
    record Votes(String worker, String backend, int samples, boolean redelivered, boolean failed, Instant at)
            implements FleetNews {}

    /**
     * A record that nobody could process.
     *
     * @param json as clients get it
     */
    record Dead(Instant occurredAt, JsonObject json) implements FleetNews {}

    /**
     * What a deployment serves; nothing, if it is gone.
     *
     * @param model as clients get it
     */
    record Model(String application, Optional<JsonObject> model) implements FleetNews {}
}
