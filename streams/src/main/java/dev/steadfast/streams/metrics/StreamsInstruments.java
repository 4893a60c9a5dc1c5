package dev.steadfast.streams.metrics;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.management.Health;
import dev.steadfast.management.Meters;
import dev.steadfast.streams.admission.Admission;
import dev.steadfast.streams.reconciliation.ReconciliationWatch;
import dev.steadfast.streams.routing.Assignment;
import dev.steadfast.streams.routing.ServedModel;
import dev.steadfast.streams.transactions.HeldUpPartition;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.TaskId;

/**
 * What the topology measures as it works. What is counted is what was processed: work that is rolled back and done again counts again, so
 * these are rates to watch, and the topics are the books. Every label value there can be is there from the start, at zero.
 *
 * <p>Threading notes: for all stream threads at once.
 */
public final class StreamsInstruments {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
        Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30),
        Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5), Duration.ofMinutes(10)
    };

    private static final double[] RADII = {0.05, 0.1, 0.15, 0.25, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10};

    private static final double[] SAMPLES = {
        25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 1_000_000
    };

    private static final String NONE = "none";
    private static final String LEFT_OUT = "left_out";

    private final MeterRegistry registry;
    private final Map<TaskId, Long> openFrames = new ConcurrentHashMap<>();
    private final DoubleConsumer radius;
    private final DoubleConsumer samples;

    /** Instruments that register with a process's meters. */
    public StreamsInstruments(Meters meters) {
        this.registry = meters.registry();
        this.radius = meters.histogram(MetricNames.CERTIFIED_RADIUS, RADII);
        this.samples = meters.histogram(MetricNames.DECISION_SAMPLES, SAMPLES);
        Gauge.builder(MetricNames.OPEN_FRAMES, openFrames, StreamsInstruments::sum)
                .register(registry);
        frames("accepted");
        frames("rejected");
        counter(MetricNames.TASKS);
        for (RejectionReason reason : RejectionReason.values()) {
            counter(MetricNames.REJECTIONS, "reason", word(reason));
        }
        for (VoteFate fate : VoteFate.values()) {
            counter(MetricNames.VOTES, "result", word(fate));
        }
        for (Outcome outcome : new Outcome[] {Outcome.CERTIFIED, Outcome.PREDICTED}) {
            predictions(word(outcome), NONE);
            latency(outcome);
        }
        for (AbstentionReason reason : AbstentionReason.values()) {
            predictions(word(Outcome.ABSTAINED), word(reason));
        }
        latency(Outcome.ABSTAINED);
        for (CameraEventKind kind : CameraEventKind.values()) {
            counter(MetricNames.CAMERA_EVENTS, "kind", word(kind));
        }
        for (Outcome outcome : new Outcome[] {Outcome.CERTIFIED, Outcome.PREDICTED, Outcome.ABSTAINED}) {
            counter(MetricNames.SHADOW_PREDICTIONS, "outcome", word(outcome));
        }
        counter(MetricNames.SHADOW_PREDICTIONS, "outcome", LEFT_OUT);
        counter(MetricNames.DEAD_LETTERS);
        counter(MetricNames.CHEAPER_PLANS);
    }

    /** A frame passed the intake. */
    public void accepted(AcceptedFrame frame) {
        frames("accepted").increment();
        if (frame.getLadderStep() > 0) {
            counter(MetricNames.CHEAPER_PLANS).increment();
        }
    }

    /** A frame was given to a bundle, or to two. */
    public void assigned(Assignment assignment) {
        assigned(assignment.model(), assignment.canary() ? "canary" : "answer");
        assignment.shadow().ifPresent(model -> assigned(model, "shadow"));
    }

    private void assigned(ServedModel model, String role) {
        counter(MetricNames.ASSIGNMENTS, "bundle", model.name(), "queue", model.queue(), "role", role)
                .increment();
    }

    /** A frame was turned away, at the intake or when it was to be opened. */
    public void rejected(RejectionReason reason) {
        frames("rejected").increment();
        counter(MetricNames.REJECTIONS, "reason", word(reason)).increment();
    }

    /** A noise task was sent. */
    public void taskSent() {
        counter(MetricNames.TASKS).increment();
    }

    /** A vote batch met its fate. */
    public void votes(VoteFate fate) {
        counter(MetricNames.VOTES, "result", word(fate)).increment();
    }

    /** A frame has its prediction. */
    public void settled(CertifiedPrediction prediction) {
        Outcome outcome = prediction.getOutcome();
        AbstentionReason reason = prediction.getAbstentionReason();
        predictions(word(outcome), reason == null ? NONE : word(reason)).increment();
        latency(outcome).record(Duration.between(prediction.getAcceptedAt(), prediction.getCompletedAt()));
        samples.accept(prediction.getSamplesUsed());
        if (outcome == Outcome.CERTIFIED) {
            radius.accept(prediction.getRadius());
        }
    }

    /** A frame has the prediction of a bundle that only shadows the one that answers. */
    public void settledShadow(CertifiedPrediction prediction) {
        counter(MetricNames.SHADOW_PREDICTIONS, "outcome", word(prediction.getOutcome()))
                .increment();
    }

    /** A shadow was left out, since too many frames wait for votes. */
    public void shadowLeftOut() {
        counter(MetricNames.SHADOW_PREDICTIONS, "outcome", LEFT_OUT).increment();
    }

    /** Shows whether the routes in force are those of their file. */
    public static void watchRoutes(BooleanSupplier routesUpToDate, Meters meters) {
        Gauge.builder(MetricNames.ROUTES_UP_TO_DATE, routesUpToDate, upToDate -> upToDate.getAsBoolean() ? 1 : 0)
                .strongReference(true)
                .register(meters.registry());
    }

    /** A record was put aside. */
    public void deadLetter() {
        counter(MetricNames.DEAD_LETTERS).increment();
    }

    /** A camera departed from its usual, or is back. */
    public void cameraEvent(CameraEventKind kind) {
        counter(MetricNames.CAMERA_EVENTS, "kind", word(kind)).increment();
    }

    /** So many frames of a task (in the sense of Kafka Streams) wait for votes. */
    public void openFrames(TaskId task, long frames) {
        openFrames.put(task, frames);
    }

    /** The task is another instance's from now on. */
    public void taskClosed(TaskId task) {
        openFrames.remove(task);
    }

    /**
     * Shows what waits in this instance for its turn.
     *
     * @param states what the admission knows of each queue
     */
    public void watch(Supplier<Map<String, Admission.State>> states) {
        Gauge.builder(MetricNames.WAITING_FRAMES, states, known -> known.get().values().stream()
                        .mapToInt(Admission.State::waiting)
                        .sum())
                .strongReference(true)
                .register(registry);
        Gauge.builder(
                        MetricNames.OVERLOADED,
                        states,
                        known -> known.get().values().stream().anyMatch(Admission.State::pressed) ? 1 : 0)
                .strongReference(true)
                .register(registry);
    }

    /** Shows the state of an instance, 1 for the one it is in, and whether it is ready. */
    public void watch(KafkaStreams streams, Supplier<Health> health) {
        Gauge.builder(MetricNames.READY, health, source -> source.get().ready() ? 1 : 0)
                .strongReference(true)
                .register(registry);
        for (KafkaStreams.State state : KafkaStreams.State.values()) {
            Gauge.builder(MetricNames.STATE, streams, client -> client.state() == state ? 1 : 0)
                    .tag("state", word(state))
                    .register(registry);
        }
    }

    /**
     * Shows the partitions whose readers wait behind a transaction that does not end.
     *
     * @param heldUp the longest first
     */
    public void watchTransactions(Supplier<List<HeldUpPartition>> heldUp) {
        Gauge.builder(MetricNames.HELD_UP_PARTITIONS, heldUp, known -> known.get()
                        .size())
                .strongReference(true)
                .register(registry);
        Gauge.builder(MetricNames.HELD_UP_SECONDS, heldUp, known -> known.get().stream()
                        .mapToLong(held -> held.waiting().toSeconds())
                        .findFirst()
                        .orElse(0))
                .strongReference(true)
                .register(registry);
    }

    /** Shows which frames were found to have no answer, and how far behind that comparison is. */
    public void watchReconciliation(Supplier<ReconciliationWatch.State> state) {
        Gauge.builder(MetricNames.UNANSWERED_FRAMES, state, known -> known.get().unanswered())
                .strongReference(true)
                .register(registry);
        Gauge.builder(MetricNames.RECONCILIATION_BEHIND, state, known -> known.get()
                        .behind()
                        .toSeconds())
                .strongReference(true)
                .register(registry);
    }

    private static double sum(Map<TaskId, Long> frames) {
        return frames.values().stream().mapToLong(Long::longValue).sum();
    }

    private Counter frames(String result) {
        return counter(MetricNames.FRAMES, "result", result);
    }

    private Counter predictions(String outcome, String reason) {
        return counter(MetricNames.PREDICTIONS, "outcome", outcome, "reason", reason);
    }

    private Counter counter(String name, String... tags) {
        return Counter.builder(name).tags(tags).register(registry);
    }

    private Timer latency(Outcome outcome) {
        return Timer.builder(MetricNames.PREDICTION_LATENCY)
                .tag("outcome", word(outcome))
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
