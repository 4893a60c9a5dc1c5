package dev.steadfast.gateway.fleet;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
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

    /** The bundles that a deployment serves, that of the cameras that no route names first; none, if it is gone. */
    record Models(String application, List<ServedModel> models) implements FleetNews {}
}
