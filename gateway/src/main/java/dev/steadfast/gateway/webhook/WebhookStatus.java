package dev.steadfast.gateway.webhook;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where events go, and what became of those that this gateway took, since it started.
 *
 * <p>Threading notes: the webhook's thread writes, any thread may read.
 */
public final class WebhookStatus {

    private final Optional<String> to;
    private final List<String> events;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder givenUp = new LongAdder();
    private final LongAdder failedAttempts = new LongAdder();
    private volatile int waiting;
    private volatile @Nullable String trouble;

    private WebhookStatus(Optional<String> to, List<String> events) {
        this.to = to;
        this.events = events;
    }

    /** That of a webhook with these settings, which has done nothing yet. */
    public static WebhookStatus of(WebhookSettings settings) {
        return new WebhookStatus(
                settings.isOn() ? Optional.of(WebhookRules.shown(settings.url())) : Optional.empty(),
                settings.events());
    }

    void attempted(Delivery delivery) {
        switch (delivery.result()) {
            case DELIVERED -> {
                delivered.increment();
                trouble = null;
            }
            case REFUSED -> {
                refused.increment();
                trouble = delivery.detail();
            }
            case FAILED -> {
                failedAttempts.increment();
                trouble = delivery.detail();
            }
        }
    }

    void gaveUp() {
        givenUp.increment();
    }

    void waiting(int events) {
        waiting = events;
    }

    /** Events that the receiver took. */
    public long delivered() {
        return delivered.sum();
    }

    /** Events that the receiver would not take. */
    public long refused() {
        return refused.sum();
    }

    /** Events that were posted in vain for too long. */
    public long givenUp() {
        return givenUp.sum();
    }

    /** Attempts after which an event was to be posted again. */
    public long failedAttempts() {
        return failedAttempts.sum();
    }

    /** Events that are taken from the topic and not settled. */
    public int waiting() {
        return waiting;
    }

    /** As clients get it; empty where nobody is told of events. */
    public Optional<JsonObject> describe() {
        return to.map(receiver -> new JsonObject()
                .put("to", receiver)
                .put("events", new JsonArray(events))
                .put("delivered", delivered())
                .put("refused", refused())
                .put("givenUp", givenUp())
                .put("waiting", waiting)
                .put("trouble", trouble));
    }
}
