package dev.steadfast.gateway.fleet;

import dev.steadfast.avro.VoteBatch;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

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
     * Something that happened to a camera: it departed or returned, frames of it were given up or are so no more.
     *
     * @param json as clients get it
     */
    record Event(String camera, Instant occurredAt, JsonObject json) implements FleetNews {

        /** What happened, as the API names it. */
        public String kind() {
            return json.getString("kind", "unknown");
        }
    }

    /**
     * Votes of a worker on one task.
     *
     * @param digest of the bundle that voted
     * @param startedAt when the worker began the task, or those that it did with it
     * @param failure why the task was not run; empty if it was
     * @param at when they were published
     */
    record Votes(
            String worker,
            String backend,
            String digest,
            FrameTask task,
            int samples,
            Instant startedAt,
            boolean redelivered,
            Optional<String> failure,
            Instant at)
            implements FleetNews {

        /** What a worker says of a task that nobody waited for any more. */
        private static final String EXPIRED = "expired";

        /** Whether the worker could not run the task; what came too late for it is no failure of its own. */
        boolean failed() {
            return failure.isPresent() && !failure.get().equals(EXPIRED);
        }

        /** Votes that were published then. */
        public static Votes of(VoteBatch batch, Instant at) {
            return new Votes(
                    batch.getWorkerId(),
                    batch.getBackend(),
                    batch.getModelDigest(),
                    new FrameTask(
                            batch.getFrameId(),
                            batch.getTaskIndex(),
                            batch.getTasksAsked() == null
                                    ? OptionalInt.empty()
                                    : OptionalInt.of(batch.getTasksAsked())),
                    batch.getSamples(),
                    batch.getStartedAt(),
                    batch.getDeliveries() > 1,
                    Optional.ofNullable(batch.getFailure()),
                    at);
        }
    }

    /**
     * A task of a frame.
     *
     * @param index in the frame's layout
     * @param asked how many tasks the frame had been asked for with it, where that is said
     */
    record FrameTask(String frameId, int index, OptionalInt asked) {}

    /**
     * A record that nobody could process.
     *
     * @param json as clients get it
     */
    record Dead(Instant occurredAt, JsonObject json) implements FleetNews {}

    /**
     * What a deployment tells of itself.
     *
     * @param models the bundles that it serves, that of the cameras that no route names first; none, if it is gone
     * @param waiting what waits in the instance that tells it, if it says so
     */
    record Models(String application, List<ServedModel> models, Optional<Waiting> waiting) implements FleetNews {

        /** Without what waits. */
        public Models(String application, List<ServedModel> models) {
            this(application, models, Optional.empty());
        }
    }

    /**
     * What waits in an instance of the topology for its turn.
     *
     * @param tasks that are to be sent, by queue
     * @param tasksPerSecond how many the workers of these queues do for it; without those of which it does not know
     * @param overloaded whether it gives frames up
     * @param at when it said so
     */
    record Waiting(
            String instance,
            Map<String, Long> tasks,
            Map<String, Double> tasksPerSecond,
            boolean overloaded,
            Instant at) {}
}
