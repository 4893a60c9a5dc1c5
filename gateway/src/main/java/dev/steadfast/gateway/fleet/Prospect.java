package dev.steadfast.gateway.fleet;

import io.vertx.core.json.JsonObject;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer that is waited for.
 *
 * @param tasksDone noise tasks that were voted on, each counted once
 * @param tasksAsked tasks that were asked for by now; a sequential plan may ask for more
 * @param queueAhead tasks of all frames that no worker has finished, in the queue of the bundle
 * @param estimatedSeconds how long the workers that vote will take at their present speed
 * @param detail all this, and how the workers are, for people
 */
public record Prospect(
        OptionalInt tasksDone,
        OptionalInt tasksAsked,
        OptionalLong queueAhead,
        OptionalLong estimatedSeconds,
        String detail) {

    /** Adds it to what is told of something pending; null where it is not known. */
    public JsonObject addTo(JsonObject pending) {
        return pending.put("tasksDone", orNull(tasksDone))
                .put("tasksAsked", orNull(tasksAsked))
                .put("queueAhead", orNull(queueAhead))
                .put("estimatedSeconds", orNull(estimatedSeconds))
                .put("detail", detail);
    }

    private static @Nullable Integer orNull(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    private static @Nullable Long orNull(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
