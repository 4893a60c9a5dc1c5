package dev.steadfast.gateway.fleet;

import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.smoothing.plans.SamplingPlan;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

    /**
     * What frames get that do not ask for anything else, and what they may ask for.
     *
     * @param plan empty if this version does not know it
     * @param radius that a sequential plan decides; 0 for other plans
     * @param maxSamples the most of n0 + n
     */
    record Defaults(
            Optional<SamplingPlan.Kind> plan,
            double sigma,
            double alpha,
            int n0,
            int n,
            double radius,
            double sigmaMin,
            double sigmaMax,
            int maxSamples) {}

    Defaults defaults() {
        String plan = json.getString("plan").toUpperCase(Locale.ROOT);
        return new Defaults(
                Stream.of(SamplingPlan.Kind.values())
                        .filter(kind -> kind.name().equals(plan))
                        .findFirst(),
                json.getDouble("sigma"),
                json.getDouble("alpha"),
                json.getInteger("n0"),
                json.getInteger("n"),
                Optional.ofNullable(json.getDouble("targetRadius")).orElse(0.0),
                json.getDouble("sigmaMin"),
                json.getDouble("sigmaMax"),
                Optional.ofNullable(json.getInteger("maxSamples")).orElse(Integer.MAX_VALUE));
    }

    /** Name and version, for people. */
    public String title() {
        return name() + " " + version();
    }
}
