package dev.steadfast.gateway.fleet;

import dev.steadfast.schemas.TaskQueues;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A bundle that a deployment serves.
 *
 * @param json as clients get it; the contract documents each name
 */
public record ServedModel(JsonObject json) {

    /**
     * @throws IllegalArgumentException if its queue is none: see {@link TaskQueues}
     */
    public ServedModel {
        if (!TaskQueues.isQueue(json.getString("queue"))) {
            throw new IllegalArgumentException("the bundle %s %s has the queue '%s', which is none"
                    .formatted(json.getString("name"), json.getString("version"), json.getString("queue")));
        }
    }

    public String name() {
        return json.getString("name");
    }

    public String version() {
        return json.getString("version");
    }

    public String digest() {
        return json.getString("digest");
    }

    /** The queue of its tasks. */
    public String queue() {
        return json.getString("queue");
    }

    /** Whether frames get its predictions; else it only shadows others, if at all. */
    public boolean answers() {
        return json.getBoolean("answers");
    }

    /** Names of its classes, by index. */
    public List<String> classes() {
        return json.getJsonArray("classes").stream().map(String::valueOf).toList();
    }

    /** Name and version, for people. */
    public String title() {
        return name() + " " + version();
    }
}
