package dev.steadfast.gateway;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether the brokers answer, told within {@link #LIMIT} even where they take longer: then by what was heard of them last, so that one slow answer of a
 * busy broker is no reason to be taken out of service, and a probe that waits for a second is told why.
 *
 * <p>Threading notes: for one event loop.
 */
final class BrokerCheck {

    /** A probe usually waits for a second. */
    static final Duration LIMIT = Duration.ofMillis(700);

    /** For so long the last answer counts while the next one is awaited. */
    static final Duration MEMORY = Duration.ofSeconds(10);

    private final Supplier<Future<Void>> brokers;
    private final LongSupplier nanos;
    private Optional<Future<Void>> underWay = Optional.empty();
    private Optional<Long> heard = Optional.empty();

    /**
     * A check.
     *
     * @param brokers asks the brokers; fails where they do not answer
     * @param nanos the time, as {@link System#nanoTime} has it
     */
    BrokerCheck(Supplier<Future<Void>> brokers, LongSupplier nanos) {
        this.brokers = brokers;
        this.nanos = nanos;
    }

    /** Tells how they are. */
    void tell(Promise<Status> promise) {
        Future<Void> answer = underWay.orElseGet(this::ask);
        answer.timeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).onComplete(told -> {
            if (told.succeeded()) {
                promise.tryComplete(Status.OK());
            } else if (answer.isComplete()) {
                promise.tryComplete(failed(String.valueOf(told.cause().getMessage())));
            } else if (heard.isPresent() && nanos.getAsLong() - heard.get() < MEMORY.toNanos()) {
                promise.tryComplete(Status.OK());
            } else {
                promise.tryComplete(failed("the brokers have not answered within %d ms".formatted(LIMIT.toMillis())));
            }
        });
    }

    private Future<Void> ask() {
        Future<Void> asked = brokers.get();
        underWay = Optional.of(asked);
        asked.onComplete(told -> {
            underWay = Optional.empty();
            heard = told.succeeded() ? Optional.of(nanos.getAsLong()) : Optional.empty();
        });
        return asked;
    }

    private static Status failed(String why) {
        return Status.KO(new JsonObject().put("detail", why));
    }
}
