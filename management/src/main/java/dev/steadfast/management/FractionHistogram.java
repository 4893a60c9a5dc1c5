package dev.steadfast.management;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * A histogram of numbers that may be fractions; Micrometer's own rounds them up before it looks for their bucket.
 *
 * <p>Threading notes: any thread may record; what is read meanwhile may lack the newest number in one place and not in another.
 */
final class FractionHistogram implements Collector {

    private final String name;
    private final double[] bounds;
    private final LongAdder[] counts;
    private final DoubleAdder sum = new DoubleAdder();

    /** @param bounds upper bounds of the buckets, rising; infinity goes without saying */
    FractionHistogram(String name, double... bounds) {
        this.name = name;
        this.bounds = Arrays.copyOf(bounds, bounds.length + 1);
        this.bounds[bounds.length] = Double.POSITIVE_INFINITY;
        this.counts = Stream.generate(LongAdder::new).limit(this.bounds.length).toArray(LongAdder[]::new);
    }

    void record(double value) {
        int bucket = Arrays.binarySearch(bounds, value); // a bound belongs to the bucket that it ends
        counts[bucket >= 0 ? bucket : -bucket - 1].increment();
        sum.add(value);
    }

    @Override
    public String getPrometheusName() {
        return name;
    }

    @Override
    public MetricSnapshot collect() {
        long[] perBucket = Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
        return new HistogramSnapshot(
                new MetricMetadata(name, ""),
                List.of(new HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(bounds, perBucket), sum.sum(), Labels.EMPTY, null, 0)));
    }
}
