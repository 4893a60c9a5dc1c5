package dev.steadfast.workers.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

/** By the names that the share consumer has; that it has them, a worker on a real broker shows by being ready. */
class MembershipTest {

    private static final String GROUP = "consumer-share-coordinator-metrics";

    private final Map<MetricName, Metric> metrics = new HashMap<>();

    @Test
    void shouldBeAMemberOnceItHasPartitionsAndWhileItIsHeardOf() {
        metric(GROUP, "rebalance-total", 1);
        metric(GROUP, "last-heartbeat-seconds-ago", 4);

        assertThat(Membership.of(metrics)).isTrue();
    }

    @Test
    void shouldBeNoneBeforeItHasPartitions() {
        assertThat(Membership.of(metrics)).isFalse();
        metric(GROUP, "last-heartbeat-seconds-ago", 0);
        assertThat(Membership.of(metrics)).isFalse();
        metric(GROUP, "rebalance-total", 0);
        assertThat(Membership.of(metrics)).isFalse();
    }

    @Test
    void shouldBeNoneOnceBrokersHaveNotHeardOfItForLong() {
        metric(GROUP, "rebalance-total", 1);
        metric(GROUP, "last-heartbeat-seconds-ago", 46);

        assertThat(Membership.of(metrics)).isFalse();
    }

    @Test
    void shouldNotTakeAnotherGroupsMetricForItsOwn() {
        metric("consumer-coordinator-metrics", "rebalance-total", 1);
        metric(GROUP, "last-heartbeat-seconds-ago", 1);

        assertThat(Membership.of(metrics)).isFalse();
    }

    private void metric(String group, String name, double value) {
        MetricName metricName = new MetricName(name, group, "", Map.of());
        metrics.put(metricName, new Metric() {
            @Override
            public MetricName metricName() {
                return metricName;
            }

            @Override
            public Object metricValue() {
                return value;
            }
        });
    }
}
