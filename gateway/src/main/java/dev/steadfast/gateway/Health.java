package dev.steadfast.gateway;

import dev.steadfast.gateway.kafka.FeedStatus;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.healthchecks.HealthCheckHandler;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * {@code /health/live} and {@code /health/ready}, on the management port: 200 or 503, and JSON that says why. Live: the feeds' threads run.
 * Ready: the feeds read what arrives, and the brokers answer, which is told within a second whatever they do; what is not known of the backlog is said beside it.
 */
final class Health {

    private Health() {}

    /**
     * The checks.
     *
     * @param feeds how each feed is, by its name
     * @param brokers asks the brokers; fails where they do not answer
     * @param unknownBacklog why some of the backlog is not known, by queue. It is said, and no reason to take no frames
     */
    static Router router(
            Vertx vertx,
            Supplier<Map<String, FeedStatus>> feeds,
            Supplier<Future<Void>> brokers,
            Supplier<Map<String, String>> unknownBacklog) {
        HealthChecks live = HealthChecks.create(vertx)
                .register("feeds", promise -> promise.complete(status(feeds.get(), FeedStatus::running)));
        HealthChecks ready = HealthChecks.create(vertx)
                .register("feeds", promise -> promise.complete(status(feeds.get(), FeedStatus::ready)))
                .register("brokers", new BrokerCheck(brokers, System::nanoTime)::tell)
                .register("backlog", promise -> promise.complete(Status.OK(unknown(unknownBacklog.get()))));
        Router router = Router.router(vertx);
        router.get("/health/live").handler(HealthCheckHandler.createWithHealthChecks(live));
        router.get("/health/ready").handler(HealthCheckHandler.createWithHealthChecks(ready));
        return router;
    }

    private static Status status(Map<String, FeedStatus> feeds, Predicate<FeedStatus> ok) {
        JsonObject details = new JsonObject();
        new TreeMap<>(feeds).forEach((name, feed) -> details.put(name, feed.detail()));
        return new Status().setOk(feeds.values().stream().allMatch(ok)).setData(details);
    }

    private static JsonObject unknown(Map<String, String> reasons) {
        JsonObject details = new JsonObject();
        new TreeMap<>(reasons).forEach((name, reason) -> details.put(name, "not known: " + reason));
        return details;
    }
}
