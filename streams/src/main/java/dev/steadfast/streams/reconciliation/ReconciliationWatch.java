package dev.steadfast.streams.reconciliation;

import dev.steadfast.management.LogPace;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.streams.watching.RepeatedLook;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again for frames that were taken and have no answer, whatever has lost it, and asks the topology what became of them. One instance is
 * enough for all; that for a moment two do it changes nothing, since who has a frame's ledger answers once.
 *
 * <p>Threading notes: an own thread looks; what it saw is for any thread. Closing interrupts it and waits for it.
 */
public final class ReconciliationWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationWatch.class);

    private final Reconciler reconciler;
    private final BooleanSupplier inCharge;
    private final LogPace unansweredLines = LogPace.lineAMinute();
    private final RepeatedLook looks;
    private volatile State state = State.IDLE;

    /**
     * How reconciliation stands in this instance.
     *
     * @param unanswered frames that were found to have no answer at the last comparison, and were asked about
     * @param behind how long ago the first frame may have been taken of those that are not reconciled; zero where another instance reconciles
     */
    public record State(int unanswered, Duration behind) {
        private static final State IDLE = new State(0, Duration.ZERO);
    }

    private ReconciliationWatch(Reconciler reconciler, Duration look, BooleanSupplier inCharge) {
        this.reconciler = reconciler;
        this.inCharge = inCharge;
        this.looks = RepeatedLook.start(
                "reconciliation", look, this::look, LOG, "Answers cannot be compared with their frames at the moment");
    }

    /**
     * Begins to look.
     *
     * @param kafka configuration of Kafka's clients
     * @param applicationId the topology's
     * @param inCharge whether it is for this instance to do; asked again and again
     */
    public static ReconciliationWatch start(
            Map<String, String> kafka,
            SchemaRegistry registry,
            String applicationId,
            Patience patience,
            BooleanSupplier inCharge) {
        return new ReconciliationWatch(
                new Reconciler(kafka, registry, applicationId, patience), patience.look(), inCharge);
    }

    /** How it stood at the last look. */
    public State state() {
        return state;
    }

    private void look() throws InterruptedException, ExecutionException {
        if (!inCharge.getAsBoolean()) {
            reconciler.stop();
            state = State.IDLE;
            return;
        }
        try {
            tell(reconciler.look());
            state = new State(reconciler.unanswered(), reconciler.behind());
        } catch (OffsetOutOfRangeException e) {
            LOG.atError()
                    .addKeyValue("error", String.valueOf(e))
                    .log("Answers are gone that were not compared with their frames; comparing from now on");
            reconciler.beginFromNow();
        }
    }

    private void tell(List<TakenFrame> unanswered) {
        if (!unanswered.isEmpty()) {
            TakenFrame first = unanswered.get(0);
            unansweredLines.log(
                    keptBack -> LOG.atWarn()
                            .addKeyValue("frames", unanswered.size())
                            .addKeyValue("first", "frames-%d at offset %d".formatted(first.partition(), first.offset()))
                            .addKeyValue("frameId", first.id().orElse(""))
                            .log(
                                    "Frames were taken and have no answer; those that are not under way are rejected with the reason ANSWER_LOST"));
        }
    }

    @Override
    public void close() {
        looks.close();
        reconciler.close();
    }
}
