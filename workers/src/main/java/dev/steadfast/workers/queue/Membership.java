package dev.steadfast.workers.queue;

import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether a share consumer is a member of its group, as its own metrics tell: it has been given partitions, and its heartbeats go on. A poll does
 * not say: without brokers it just returns nothing.
 */
final class Membership {

    private static final String GROUP = "consumer-share-coordinator-metrics";
    private static final String ASSIGNMENTS = "rebalance-total";
    private static final String SILENCE = "last-heartbeat-seconds-ago";

    /** As long as brokers keep a member that they do not hear of, by default. */
    private static final int LONGEST_SILENCE_SECONDS = 45;

    private Membership() {}

    static boolean of(Map<MetricName, ? extends Metric> metrics) {
        double assignments = value(metrics, ASSIGNMENTS).orElse(0);
        double silence = value(metrics, SILENCE).orElse(-1); // -1: no heartbeat yet
        return assignments > 0 && silence >= 0 && silence <= LONGEST_SILENCE_SECONDS;
    }

    private static OptionalDouble value(Map<MetricName, ? extends Metric> metrics, String name) {
        return metrics.entrySet().stream()
                .filter(entry -> entry.getKey().group().equals(GROUP)
                        && entry.getKey().name().equals(name))
                .filter(entry -> entry.getValue().metricValue() instanceof Number)
                .mapToDouble(entry -> ((Number) entry.getValue().metricValue()).doubleValue())
                .findFirst();
    }
}
