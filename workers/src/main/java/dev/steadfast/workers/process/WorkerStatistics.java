package dev.steadfast.workers.process;

import dev.steadfast.workers.queue.Settlement;
import dev.steadfast.workers.voting.Outcome;
import dev.steadfast.workers.voting.Reading;
import dev.steadfast.workers.voting.Trouble;
import java.time.Duration;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/**
 * What a worker has done since it started. Deliveries are counted, not tasks: a task that comes twice counts twice.
 *
 * @param voted tasks that were voted on, their votes published
 * @param samples samples of those tasks
 * @param votesAgainst tasks that were answered without the model, with votes against every class; expired ones included
 * @param expired tasks whose deadline had passed
 * @param released deliveries given back, for another try
 * @param renewed deliveries kept for another turn
 * @param rejected deliveries that ended as poison
 * @param deadLetters dead letters published
 * @param voterFailures deliveries whose vote failed in the model
 * @param interruptions turns that the registry, the brokers or an unknown error cut short
 * @param voting time spent in the voter
 */
public record WorkerStatistics(
        long voted,
        long samples,
        long votesAgainst,
        long expired,
        long released,
        long renewed,
        long rejected,
        long deadLetters,
        long voterFailures,
        long interruptions,
        Duration voting) {

    /** Of a worker that has done nothing yet. */
    static final WorkerStatistics NONE = new WorkerStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO);

    /** Of one turn that was cut short. */
    static final WorkerStatistics INTERRUPTION = new WorkerStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, Duration.ZERO);

    /** Of time spent in the voter. */
    static WorkerStatistics voting(Duration voting) {
        return new WorkerStatistics(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, voting);
    }

    /** Of one delivery. */
    static WorkerStatistics of(Outcome outcome, Settlement settlement) {
        boolean voted = outcome instanceof Outcome.Voted;
        return new WorkerStatistics(
                one(voted),
                outcome instanceof Outcome.Voted whole ? whole.task().getSamples() : 0,
                one(!voted && settlement.votes().isPresent()),
                one(isIn(outcome, Trouble.EXPIRED)),
                one(settlement.acknowledgement() == AcknowledgeType.RELEASE),
                one(settlement.acknowledgement() == AcknowledgeType.RENEW),
                one(settlement.acknowledgement() == AcknowledgeType.REJECT),
                one(settlement.deadLetter().isPresent()),
                one(isIn(outcome, Trouble.VOTER_FAILED)),
                0,
                Duration.ZERO);
    }

    private static int one(boolean counts) {
        return counts ? 1 : 0;
    }

    private static boolean isIn(Outcome outcome, Trouble trouble) {
        return outcome instanceof Reading.Troubled troubled && troubled.trouble() == trouble;
    }

    WorkerStatistics plus(WorkerStatistics more) {
        return new WorkerStatistics(
                voted + more.voted,
                samples + more.samples,
                votesAgainst + more.votesAgainst,
                expired + more.expired,
                released + more.released,
                renewed + more.renewed,
                rejected + more.rejected,
                deadLetters + more.deadLetters,
                voterFailures + more.voterFailures,
                interruptions + more.interruptions,
                voting.plus(more.voting));
    }
}
