package dev.steadfast.workers.process;

import dev.steadfast.management.Meters;
import dev.steadfast.workers.metrics.Gpus;
import dev.steadfast.workers.metrics.MetricNames;
import dev.steadfast.workers.queue.Outbox;
import dev.steadfast.workers.queue.TaskQueue;
import dev.steadfast.workers.queue.WorkerClients;
import dev.steadfast.workers.voting.Voter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Shows Prometheus what a worker does. All of it is read when Prometheus asks. */
final class WorkerInstruments {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How a task ended here; a task that another worker will take up is released. Each delivery that ends is in one of these. */
    private static final Map<String, ToDoubleFunction<WorkerStatistics>> RESULTS = Map.of(
            "voted", WorkerStatistics::voted,
            "expired", WorkerStatistics::expired,
            "condemned", WorkerInstruments::condemned,
            "buried", all -> all.rejected() - condemned(all),
            "released", WorkerStatistics::released);

    private WorkerInstruments() {}

    /** Binds a worker's meters. */
    static void bind(VoteWorker worker, Voter voter, WorkerClients clients, Meters meters) {
        MeterRegistry registry = meters.registry();
        RESULTS.forEach((result, value) -> FunctionCounter.builder(
                        MetricNames.TASKS, worker, counted -> value.applyAsDouble(counted.statistics()))
                .tag("result", result)
                .register(registry));
        count(MetricNames.SAMPLES, worker, WorkerStatistics::samples, registry);
        count(MetricNames.BUSY, worker, all -> all.voting().toNanos() / SECOND, registry);
        count(MetricNames.VOTER_FAILURES, worker, WorkerStatistics::voterFailures, registry);
        count(MetricNames.INTERRUPTIONS, worker, WorkerStatistics::interruptions, registry);
        count(MetricNames.DEAD_LETTERS, worker, WorkerStatistics::deadLetters, registry);
        FunctionCounter.builder(MetricNames.PUBLISH_FAILURES, clients.outbox(), Outbox::failures)
                .register(registry);
        Gauge.builder(MetricNames.TASKS_IN_HAND, clients.queue(), TaskQueue::inHand)
                .register(registry);
        Gauge.builder(MetricNames.READY, worker, ready -> ready.health().ready() ? 1 : 0)
                .register(registry);
        Gauge.builder(MetricNames.BACKEND, () -> 1)
                .tag("bundle", voter.bundleDigest())
                .tag("backend", voter.backend())
                .register(registry);
        clients.queue().bindTo(meters);
        clients.outbox().bindTo(meters);
        clients.inputs().bindTo(meters);
        Gpus gpus = new Gpus();
        meters.bind(gpus, gpus::close);
    }

    /** Answered with votes against every class, for another reason than the deadline. */
    private static double condemned(WorkerStatistics all) {
        return all.votesAgainst() - all.expired();
    }

    private static void count(
            String name, VoteWorker worker, ToDoubleFunction<WorkerStatistics> value, MeterRegistry registry) {
        FunctionCounter.builder(name, worker, counted -> value.applyAsDouble(counted.statistics()))
                .register(registry);
    }
}
