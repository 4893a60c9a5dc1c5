package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The frames of a camera that want tasks to be sent. Confined to the lock of {@link Admission}. */
final class CameraLine {

    /** For so long after a frame was too late more is known to be wanted than is done. */
    private static final Duration PRESSURE = Duration.ofSeconds(10);

    /** Where a frame has waited for so long, the newest come first. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Frames of which tasks were sent, in the order in which they began. */
    private final Deque<Candidate> begun = new ArrayDeque<>();

    /** The others, oldest first. */
    private final Deque<Candidate> waiting = new ArrayDeque<>();

    /** Tasks sent for this camera over its weight, beside those of others: whose is lowest is next. */
    double turn;

    /** The share of the workers that it gets, beside those of others. */
    double weight = 1;

    private final Flow flow = new Flow();
    private final Thinning thinning = new Thinning(flow);
    private final Descent descent = new Descent(flow);

    private long waitingTasks;
    private Instant pressedUntil = Instant.MIN;
    private Instant overBudgetUntil = Instant.MIN;

    void add(Candidate candidate) {
        if (candidate.begun) {
            begun.addLast(candidate);
        } else {
            waiting.addLast(candidate);
            flow.taken(candidate.since);
            waitingTasks += candidate.left;
        }
    }

    /** Changes how many tasks of a frame are to be sent. */
    void want(Candidate candidate, int tasks) {
        if (!candidate.begun) {
            waitingTasks += tasks - candidate.left;
        }
        candidate.left = tasks;
    }

    void remove(Candidate candidate) {
        if (!begun.remove(candidate) && waiting.removeLastOccurrence(candidate)) {
            waitingTasks -= candidate.left;
        }
    }

    /** The frame that has begun, and is to have further tasks sent. */
    Optional<Candidate> toGoOn() {
        return begun.stream().filter(candidate -> candidate.left > 0).findFirst();
    }

    /** Whether it has a task to send, and may. */
    boolean canSend(Instant now) {
        return toGoOn().isPresent()
                || toBegin(now)
                        .filter(candidate -> !candidate.isOverBudget(now))
                        .isPresent();
    }

    /** The frame that would begin. */
    Optional<Candidate> toBegin(Instant now) {
        return Optional.ofNullable(newestFirst(now) ? waiting.peekLast() : waiting.peekFirst());
    }

    private boolean newestFirst(Instant now) {
        return pressed(now) || (!waiting.isEmpty() && waiting.getFirst().since.isBefore(now.minus(PATIENCE)));
    }

    /** Whether a further frame is to be taken: all are, unless frames will be too late. */
    boolean takes(Instant now) {
        return !pressed(now) || thinning.takes(now);
    }

    /** Which step of a ladder of plans a further frame is to take. */
    int step(int steps, Instant now) {
        return descent.step(pressed(now), steps, now);
    }

    /** Moves a frame to those that have begun. */
    void begin(Candidate candidate, Instant now) {
        flow.begun(now);
        remove(candidate);
        candidate.begun = true;
        begun.addLast(candidate);
    }

    /** The frame whose turn comes last. */
    Optional<Candidate> last(Instant now) {
        return Optional.ofNullable(newestFirst(now) ? waiting.peekFirst() : waiting.peekLast());
    }

    /** A frame will be too late. */
    void press(Instant now) {
        pressedUntil = now.plus(PRESSURE);
    }

    /** A frame will be too late, since the camera has spent its budget. */
    void pressByBudget(Instant now) {
        overBudgetUntil = now.plus(PRESSURE);
    }

    /** Whether frames are too late, for whatever there is too little of. */
    boolean pressed(Instant now) {
        return pressedByWorkers(now) || pressedByBudget(now);
    }

    boolean pressedByWorkers(Instant now) {
        return now.isBefore(pressedUntil);
    }

    boolean pressedByBudget(Instant now) {
        return now.isBefore(overBudgetUntil);
    }

    /** Tasks that are to be sent. */
    long tasks() {
        return waitingTasks + toGoOn().map(candidate -> (long) candidate.left).orElse(0L);
    }

    /** Those of them that may be sent: no more than the camera's budget has left for frames that have not begun. */
    long sendable(Instant now) {
        long affordable = toBegin(now).map(next -> next.affordable(now)).orElse(0L);
        return tasks() - waitingTasks + Math.min(waitingTasks, affordable);
    }

    boolean wants() {
        return !waiting.isEmpty() || toGoOn().isPresent();
    }

    /** Whether it can be forgotten. */
    boolean isOver(Instant now) {
        return waiting.isEmpty() && begun.isEmpty() && descent.isOver(now);
    }

    int waiting() {
        return waiting.size();
    }
}
