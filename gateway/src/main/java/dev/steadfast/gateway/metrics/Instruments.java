package dev.steadfast.gateway.metrics;

import dev.steadfast.management.Meters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * What measures, and what Prometheus reads.
 *
 * <p>Threading notes: meters may be used by any thread. Gauges are read on the event loop, where {@code /metrics} is answered, so they may
 * look at what is confined to it.
 */
public final class Instruments {

    /** Connections that are kept open: how long says nothing. */
    private static final Set<String> ENDLESS = Set.of("streamPredictions", "openPredictionSocket");

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Meters meters;
    private final MeterRegistry registry;
    private final List<Runnable> refreshing = new ArrayList<>();

    /**
     * Instruments that register with a process's meters.
     *
     * @param meters what {@code /metrics} answers; of the gateway alone, or of all services in this JVM
     */
    public Instruments(Meters meters) {
        this.meters = meters;
        this.registry = meters.registry();
    }

    /** Measures a Kafka client. */
    public void bind(Producer<?, ?> client, String name) {
        meters.bind(client, name);
    }

    /** Measures a Kafka client. */
    public void bind(Consumer<?, ?> client, String name) {
        meters.bind(client, name);
    }

    /** A value that is looked at when Prometheus asks. */
    public void gauge(String name, DoubleSupplier value, String... tags) {
        Gauge.builder(name, value::getAsDouble).tags(tags).register(registry);
    }

    /**
     * Values that may be unknown, each with a label, or one without: what is not there when Prometheus asks has no line, since whoever scales
     * on a line that says NaN takes it for none.
     *
     * @param values looked at when Prometheus asks
     */
    public void gaugesIfKnown(String name, Supplier<Map<Tags, Number>> values) {
        MultiGauge gauges = MultiGauge.builder(name).register(registry);
        refreshing.add(() -> gauges.register(
                values.get().entrySet().stream()
                        .map(value -> MultiGauge.Row.of(value.getKey(), value.getValue()))
                        .toList(),
                true));
    }

    /** A count that somebody else keeps. */
    public void count(String name, DoubleSupplier value, String... tags) {
        // Micrometer keeps only a weak reference to the object that it counts; the registry outlives what it shows.
        FunctionCounter.builder(name, registry, any -> value.getAsDouble())
                .tags(tags)
                .register(registry);
    }

    /** A count. */
    public Counter counter(String name, String... tags) {
        return Counter.builder(name).tags(tags).register(registry);
    }

    /** Measures how long an operation takes, by its status. */
    public Handler<RoutingContext> requests(String operation) {
        if (ENDLESS.contains(operation)) {
            return RoutingContext::next;
        }
        return request -> {
            Timer.Sample sample = Timer.start(registry);
            request.addEndHandler(
                    end -> sample.stop(timer(operation, request.response().getStatusCode())));
            request.next();
        };
    }

    private Timer timer(String operation, int status) {
        return Timer.builder(MetricNames.REQUESTS)
                .tags(Tags.of(Tag.of("operation", operation), Tag.of("status", Integer.toString(status))))
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(LONGEST)
                .register(registry);
    }

    /** Answers {@code /metrics}. */
    public void mount(Router router) {
        router.get("/metrics").handler(request -> {
            refreshing.forEach(Runnable::run);
            request.response().putHeader("Content-Type", Meters.CONTENT_TYPE).end(meters.scrape());
        });
    }
}
