package dev.steadfast.workers.voting;

import dev.steadfast.workers.WorkerStoppedException;
import dev.steadfast.workers.voting.Outcome.Postponed;
import dev.steadfast.workers.voting.Outcome.Voted;
import dev.steadfast.workers.voting.Reading.Troubled;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a worker pauses, and when it gives up. A worker that can do nothing with its tasks must not be the fastest to take them: it
 * would use up their deliveries before a healthy one gets them.
 */
public final class Endurance {

    private static final Logger LOG = LoggerFactory.getLogger(Endurance.class);

    /** Errors that the table does not know, in a row, after which the worker stops. */
    static final int MOST_UNKNOWN_ERRORS = 5;

    private final int failureLimit;
    private final Backoff backoff;
    private int unknownErrors;
    private int voterFailures;

    /** @param failureLimit tasks that fail in the voter in a row, after which the worker stops */
    public Endurance(int failureLimit, Backoff backoff) {
        this.failureLimit = failureLimit;
        this.backoff = backoff;
    }

    /**
     * Bears an error that cut a turn short.
     *
     * @return the trouble that it puts every delivery of the turn in
     * @throws WorkerStoppedException if it is not to be borne
     */
    public Trouble bear(RuntimeException failure) {
        Trouble trouble = Trouble.of(failure);
        if (trouble == Trouble.FATAL) {
            throw failure instanceof WorkerStoppedException stopped
                    ? stopped
                    : new WorkerStoppedException("cannot go on: " + failure.getMessage(), failure);
        }
        if (trouble == Trouble.UNKNOWN && ++unknownErrors >= MOST_UNKNOWN_ERRORS) {
            throw new WorkerStoppedException(unknownErrors + " unknown errors in a row: " + failure, failure);
        }
        LOG.atWarn().setCause(failure).addKeyValue("trouble", trouble).log("A turn was cut short");
        return trouble;
    }

    /**
     * Learns from a turn.
     *
     * @return how long to wait before the next
     * @throws WorkerStoppedException if the voter has failed too often
     */
    public Duration pauseAfter(List<Outcome> outcomes) {
        if (outcomes.stream().anyMatch(outcome -> outcome instanceof Voted || outcome instanceof Postponed)) {
            voterFailures = 0;
            unknownErrors = 0;
            backoff.reset();
            return Duration.ZERO;
        }
        voterFailures += (int) outcomes.stream()
                .filter(outcome -> isIn(outcome, Trouble.VOTER_FAILED))
                .count();
        if (voterFailures >= failureLimit) {
            throw new WorkerStoppedException(
                    voterFailures + " tasks in a row failed in the voter: its device is taken for broken",
                    new IllegalStateException("the log has the cause of each failure"));
        }
        boolean anotherMayDoBetter = outcomes.stream()
                .anyMatch(outcome -> outcome instanceof Troubled troubled
                        && troubled.trouble().verdict(false) == Verdict.RELEASE);
        return anotherMayDoBetter ? backoff.next() : Duration.ZERO;
    }

    /** How long to wait after a turn that was cut short before it had taken any task. */
    public Duration pause() {
        return backoff.next();
    }

    private static boolean isIn(Outcome outcome, Trouble trouble) {
        return outcome instanceof Troubled troubled && troubled.trouble() == trouble;
    }
}
