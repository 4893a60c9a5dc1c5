package dev.steadfast.workers.voting;

import dev.steadfast.management.Meters;
import dev.steadfast.models.SampleView;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.metrics.MetricNames;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleConsumer;

/**
 * A voter that measures another one: what a forward pass costs in time, and how full its batches are. What a call takes is shared out evenly over
 * its passes, some of which may have run at the same time. A call that fails is not measured.
 */
public final class MeasuredVoter implements Voter {

    private static final Duration[] PASSES = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30)
    };

    private static final double[] FILLS = {0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1};

    private final Voter voter;
    private final Timer forward;
    private final Counter passes;
    private final DoubleConsumer fill;

    public MeasuredVoter(Voter voter, Meters meters) {
        MeterRegistry registry = meters.registry();
        this.voter = voter;
        this.forward = Timer.builder(MetricNames.FORWARD)
                .serviceLevelObjectives(PASSES)
                .register(registry);
        this.passes = Counter.builder(MetricNames.PASSES).register(registry);
        this.fill = meters.histogram(MetricNames.BATCH_FILL, FILLS);
    }

    @Override
    public List<VoteCounts> vote(List<VoteRequest> requests) {
        long start = System.nanoTime();
        List<VoteCounts> counts = voter.vote(requests);
        long nanos = System.nanoTime() - start;
        long samples = requests.stream().mapToLong(VoteRequest::samples).sum();
        long used = (samples + voter.batch() - 1) / voter.batch();
        if (used > 0) {
            forward.record(Duration.ofNanos(nanos / used));
            passes.increment((double) used);
            fill.accept((double) samples / (used * voter.batch()));
        }
        return counts;
    }

    @Override
    public List<SampleView> view(VoteRequest request) {
        return voter.view(request);
    }

    @Override
    public String bundleName() {
        return voter.bundleName();
    }

    @Override
    public String bundleDigest() {
        return voter.bundleDigest();
    }

    @Override
    public String backend() {
        return voter.backend();
    }

    @Override
    public int classes() {
        return voter.classes();
    }

    @Override
    public int batch() {
        return voter.batch();
    }

    @Override
    public void close() {
        voter.close();
    }
}
