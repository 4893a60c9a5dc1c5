package dev.steadfast.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The meters of one process, and what Prometheus reads of them. Several services in one JVM share one of these, so that the JVM is measured
 * once and each name has one set of labels.
 *
 * <p>Threading notes: safe for use by any thread. Gauges are read by the thread that scrapes.
 */
public final class Meters implements AutoCloseable {

    /** The content type of {@link #scrape}. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final String CLIENT = "client";

    /** Kafka Streams labels these by the type of the store, and Prometheus takes one set of labels for a name: of two types it would show one. */
    private static final String STORES = "kafka.stream.state.";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<String, FractionHistogram> histograms = new ConcurrentHashMap<>();
    private final Deque<Runnable> closing = new ArrayDeque<>();

    /** Meters that measure this JVM, and nothing else yet. */
    public Meters() {
        registry.config().meterFilter(MeterFilter.denyNameStartsWith(STORES));
        JvmGcMetrics collections = new JvmGcMetrics();
        bind(collections, collections::close);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    /** Where further meters are registered, under the names that Prometheus shall see. */
    public MeterRegistry registry() {
        return registry;
    }

    /** The labels of a Kafka client's meters. All clients of a process must have the same keys. */
    public static Tags client(String name) {
        return Tags.of(CLIENT, name);
    }

    /** Measures a Kafka client until these meters are closed. */
    public void bind(Producer<?, ?> client, String name) {
        bind(new KafkaClientMetrics(client, client(name)));
    }

    /** Measures a Kafka client until these meters are closed. */
    public void bind(Consumer<?, ?> client, String name) {
        bind(new KafkaClientMetrics(client, client(name)));
    }

    /** Measures a Kafka client until these meters are closed. */
    public void bind(ShareConsumer<?, ?> client, String name) {
        bind(new KafkaClientMetrics(withMetrics(client::metrics), client(name)));
    }

    private void bind(KafkaClientMetrics metrics) {
        bind(metrics, metrics::close);
    }

    /**
     * Binds more.
     *
     * @param close what ends it, when these meters are closed
     */
    public synchronized void bind(MeterBinder binder, Runnable close) {
        closing.push(close);
        binder.bindTo(registry);
    }

    /**
     * A histogram of numbers that may be fractions; Micrometer's own rounds them up before it looks for their bucket. The same name is the same
     * histogram.
     *
     * @param bounds upper bounds of the buckets, rising; infinity goes without saying
     * @return what records a number; for any thread
     */
    public DoubleConsumer histogram(String name, double... bounds) {
        return histograms.computeIfAbsent(name, first -> {
            FractionHistogram histogram = new FractionHistogram(name, bounds);
            registry.getPrometheusRegistry().register(histogram);
            return histogram;
        })::record;
    }

    /** What Prometheus gets: all meters in its text format, of the type {@link #CONTENT_TYPE}. */
    public String scrape() {
        return registry.scrape();
    }

    /** Micrometer does not know share consumers; all it asks of a consumer is its metrics. */
    private static Consumer<?, ?> withMetrics(Supplier<Map<MetricName, ? extends Metric>> metrics) {
        return (Consumer<?, ?>) Proxy.newProxyInstance(
                Meters.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("metrics")) {
                        return metrics.get();
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    @Override
    public synchronized void close() {
        while (!closing.isEmpty()) {
            closing.pop().run();
        }
        registry.close();
    }
}
