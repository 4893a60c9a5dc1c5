package dev.steadfast.streams.reconciliation;

import dev.steadfast.schemas.SchemaRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/**
 * Reconciles step by step: it notes which frames are taken; waits until each must have its answer; takes the ends of the topics of answers; and when all up
 * to these has been read, what is missing is missing. Behind a transaction that is open before one of the ends it waits.
 *
 * <p>Threading notes: for one thread.
 */
final class Reconciler implements AutoCloseable {

    /** After a longer absence it cannot be told from each other what was lost, and what its topic has forgotten. */
    private static final Duration LONGEST_ABSENCE = Duration.ofDays(1);

    private final Patience patience;
    private final Admin admin;
    private final Offsets offsets;
    private final AnswerTail answers;
    private final FrameReader frames;
    private final Questions questions;
    private Optional<Reconciliation> begun = Optional.empty();
    private Optional<Long> surveyedAt = Optional.empty();
    private Map<Integer, Progress> progress = Map.of();

    Reconciler(Map<String, String> kafka, SchemaRegistry registry, String applicationId, Patience patience) {
        this.patience = patience;
        this.admin = Admin.create(new HashMap<>(kafka));
        this.offsets = new Offsets(admin, applicationId);
        this.answers = new AnswerTail(kafka, registry);
        this.frames = new FrameReader(kafka, registry);
        this.questions = new Questions(kafka, registry);
    }

    /**
     * Does what there is to do now.
     *
     * @return the frames that are found to have no answer now; the topology has been asked about them
     */
    List<TakenFrame> look() throws InterruptedException, ExecutionException {
        if (begun.isEmpty()) {
            begin(offsets.progress());
        }
        Reconciliation reconciliation = begun.orElseThrow();
        if (surveyedAt.isEmpty()) {
            Instant before = Instant.now();
            Map<Integer, Long> taken = offsets.taken();
            if (!reconciliation.goesOn(taken)) {
                stop();
                return List.of();
            }
            reconciliation.survey(taken, before);
            surveyedAt = Optional.of(System.nanoTime());
        }
        Instant seenUntil = Instant.now();
        Map<TopicPartition, Long> ends = offsets.ends(AnswerTail.TOPICS);
        if (!answers.reads(ends.keySet())) {
            stop();
            return List.of();
        }
        boolean all = answers.read(ends, reconciliation::note);
        return all && isTime() ? judge(reconciliation, seenUntil) : List.of();
    }

    private boolean isTime() {
        return System.nanoTime() - surveyedAt.orElseThrow()
                >= patience.untilLost().toNanos();
    }

    private List<TakenFrame> judge(Reconciliation reconciliation, Instant seenUntil)
            throws InterruptedException, ExecutionException {
        if (reconciliation.judge(frames)) {
            surveyedAt = Optional.empty();
        }
        List<TakenFrame> unanswered = reconciliation.unanswered();
        questions.ask(unanswered, seenUntil.minus(patience.slack()));
        progress = reconciliation.progress();
        offsets.note(progress);
        return unanswered;
    }

    /** Begins anew, with what is taken from now on. */
    void beginFromNow() throws InterruptedException, ExecutionException {
        begin(Map.of());
    }

    private void begin(Map<Integer, Progress> noted) throws InterruptedException, ExecutionException {
        stop();
        Instant now = Instant.now();
        Map<Integer, Progress> from = new HashMap<>();
        offsets.taken().forEach((partition, taken) -> {
            Progress known = noted.get(partition);
            boolean goesOn = known != null
                    && known.offset() <= taken
                    && known.since().plus(LONGEST_ABSENCE).isAfter(now);
            from.put(partition, goesOn ? Objects.requireNonNull(known) : new Progress(taken, now));
        });
        offsets.note(from);
        answers.begin(
                Reconciliation.firstAnswer(from.values(), patience.idRetention()), offsets.ends(AnswerTail.TOPICS));
        progress = from;
        begun = Optional.of(new Reconciliation(from, patience.idRetention(), new SecureRandom()));
    }

    /** Another instance goes on. */
    void stop() {
        begun = Optional.empty();
        surveyedAt = Optional.empty();
        progress = Map.of();
    }

    /** How many frames were found to have no answer when that was looked at last. */
    int unanswered() {
        return begun.map(reconciliation -> reconciliation.unanswered().size()).orElse(0);
    }

    /** How long ago the first frame may have been taken of those that are not reconciled. */
    Duration behind() {
        Instant now = Instant.now();
        return progress.values().stream()
                .map(reached -> Duration.between(reached.since(), now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        answers.close();
        frames.close();
        questions.close();
        admin.close(Duration.ZERO);
    }
}
