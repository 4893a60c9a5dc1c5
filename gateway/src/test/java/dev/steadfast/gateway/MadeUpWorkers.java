package dev.steadfast.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What the contract says of workers, backlog and models, made up. */
final class MadeUpWorkers {

    private MadeUpWorkers() {}

    static JsonObject fleet(Instant at, int tasks, Instant lastVoteAt) {
        JsonArray workers = new JsonArray();
        for (int i = 1; i <= 3; i++) {
            workers.add(new JsonObject()
                    .put("id", "worker-" + i)
                    .put("backend", "pytorch 2.7.1 cpu fp32")
                    .put("samplesPerSecond", 1650.5 + 20 * i)
                    .put("lastVoteAt", lastVoteAt.toString())
                    .put("redeliveries", i == 2 ? 4 : 0)
                    .put("failures", 0)
                    .put("failing", false));
        }
        JsonObject letter = new JsonObject()
                .put("topic", "noise-tasks")
                .put("partition", 0)
                .put("offset", 90210)
                .put("component", "worker")
                .put("reason", "TASK_FAILED")
                .put("message", "sample range 25..49: the network gave logits that are not finite")
                .put("occurredAt", at.minusSeconds(700).toString());
        return new JsonObject()
                .put("at", at.toString())
                .put(
                        "backlog",
                        new JsonObject()
                                .put("frames", 3)
                                .put("tasks", tasks)
                                .put("limit", 50_000)
                                .put("limitSeconds", 30.0)
                                .put("overloaded", false)
                                .put("queues", new JsonArray().add(queue("noise-tasks", tasks, true))))
                .put("workers", workers)
                .put("redeliveries", 4)
                .put("deadLetters", new JsonObject().put("count", 1).put("latest", new JsonArray().add(letter)))
                .put("models", new JsonArray().add(model(at)))
                .putNull("webhook");
    }

    /** The same fleet, and a bundle on trial: what waits for it, and that it is served. */
    static JsonObject withCandidate(JsonObject fleet, int tasks) {
        fleet.getJsonObject("backlog").getJsonArray("queues").add(queue("noise-tasks-candidate", tasks, false));
        fleet.getJsonArray("models").add(candidate(Instant.parse(fleet.getString("at"))));
        return fleet;
    }

    private static JsonObject queue(String name, int tasks, boolean answers) {
        return new JsonObject()
                .put("queue", name)
                .put("tasks", tasks)
                .putNull("tasksPerSecond")
                .putNull("seconds")
                .put("full", answers && tasks > 50_000)
                .put("answers", answers);
    }

    /** A bundle that only shadows. */
    static JsonObject candidate(Instant at) {
        return model(at)
                .put("name", "cifar10-next")
                .put("version", "1.1.0")
                .put("digest", "cd".repeat(32))
                .put("queue", "noise-tasks-candidate")
                .put("answers", false);
    }

    static JsonObject model(Instant at) {
        return new JsonObject()
                .put("application", "steadfast")
                .put("name", "cifar10-demo")
                .put("version", "1.0.0")
                .put("digest", "ab".repeat(32))
                .put("queue", "noise-tasks")
                .put("answers", true)
                .put("inputHeight", 32)
                .put("inputWidth", 32)
                .put("classes", new JsonArray(ContractJson.CLASSES))
                .put("sigmaMin", 0.1)
                .put("sigmaMax", 1.0)
                .put("plan", "fixed")
                .put("sigma", 0.25)
                .put("alpha", 0.001)
                .put("n0", 100)
                .put("n", 1000)
                .putNull("targetRadius")
                .put("taskSamples", 25)
                .put("deadlineMillis", 300_000)
                .put("announcedAt", at.minusSeconds(9000).toString());
    }
}
