package dev.steadfast.workers.process;

import dev.steadfast.workers.WorkerStoppedException;
import dev.steadfast.workers.queue.Delivery;
import dev.steadfast.workers.queue.Outbox;
import dev.steadfast.workers.queue.Settlement;
import dev.steadfast.workers.queue.TaskQueue;
import dev.steadfast.workers.voting.Answers;
import dev.steadfast.workers.voting.Endurance;
import dev.steadfast.workers.voting.Outcome;
import dev.steadfast.workers.voting.Reading;
import dev.steadfast.workers.voting.Reading.Troubled;
import dev.steadfast.workers.voting.Reading.Votable;
import dev.steadfast.workers.voting.SliceVoting;
import dev.steadfast.workers.voting.TaskReader;
import dev.steadfast.workers.voting.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/**
 * The worker's turns: take tasks, read, vote on a slice, publish, <i>then</i> acknowledge. Whatever happens in between, a task is
 * acknowledged as done only when its votes are on the topic; what was published and not acknowledged comes again, gets the same votes, and
 * is counted once.
 *
 * <p>A turn ends within a third of the lock's duration, forward pass and brokers permitting: what does not fit in the slice is renewed, not
 * released, because a release would use up one of the task's deliveries.
 *
 * <p>Threading notes: one thread runs this. Any thread may count down the latch, and read the condition and the statistics.
 */
final class WorkLoop {

    /** How the worker is. */
    enum Condition {
        /** It has not begun: the group cannot be set up yet. */
        PREPARING,

        /** It takes tasks and answers them. */
        WORKING,

        /** Its last turn came to nothing: brokers, registry or model fail. */
        TROUBLED
    }

    /** What has to be done before the first turn; repeated until it succeeds. */
    interface Preparation {
        void run() throws InterruptedException;
    }

    private final TaskQueue queue;
    private final TaskReader reader;
    private final SliceVoting voting;
    private final Answers answers;
    private final Outbox outbox;
    private final Endurance endurance;
    private final CountDownLatch closing;
    private volatile WorkerStatistics statistics = WorkerStatistics.NONE;
    private volatile Condition condition = Condition.PREPARING;

    WorkLoop(
            TaskQueue queue,
            TaskReader reader,
            SliceVoting voting,
            Answers answers,
            Outbox outbox,
            Endurance endurance,
            CountDownLatch closing) {
        this.queue = queue;
        this.reader = reader;
        this.voting = voting;
        this.answers = answers;
        this.outbox = outbox;
        this.endurance = endurance;
        this.closing = closing;
    }

    Condition condition() {
        return condition;
    }

    WorkerStatistics statistics() {
        return statistics;
    }

    /**
     * Works until the latch is down.
     *
     * @param ready called once, when it is a member of its group that has had a turn
     * @throws WorkerStoppedException if the worker has to give up
     */
    void run(Preparation preparation, Runnable ready) throws InterruptedException {
        prepare(preparation);
        queue.join();
        condition = Condition.WORKING;
        boolean holding = false;
        boolean isReady = false;
        while (!isClosing() || holding) {
            holding = turn();
            if (!isReady && condition == Condition.WORKING && queue.isMember()) {
                isReady = true;
                ready.run();
            }
        }
    }

    private void prepare(Preparation preparation) throws InterruptedException {
        while (!isClosing()) {
            try {
                preparation.run();
                return;
            } catch (RuntimeException e) {
                pauseAfterCut(e);
            }
        }
    }

    /** Whether tasks are held for another turn. */
    private boolean turn() throws InterruptedException {
        List<Delivery> deliveries;
        try {
            deliveries = queue.poll();
        } catch (RuntimeException e) {
            pauseAfterCut(e);
            return false;
        }
        if (deliveries.isEmpty()) {
            condition = Condition.WORKING; // as far as anybody knows
            return false;
        }
        List<Outcome> outcomes;
        List<Settlement> settlements;
        try {
            outcomes = outcomes(deliveries);
            settlements = settle(outcomes);
            outbox.publish(settlements);
        } catch (RuntimeException e) {
            outcomes = cutShort(deliveries, e);
            settlements = settle(outcomes);
        }
        queue.acknowledge(settlements);
        count(outcomes, settlements);
        Duration pause = endurance.pauseAfter(outcomes);
        condition = pause.isZero() ? Condition.WORKING : Condition.TROUBLED;
        pause(pause);
        return settlements.stream().anyMatch(settlement -> settlement.acknowledgement() == AcknowledgeType.RENEW);
    }

    private List<Outcome> outcomes(List<Delivery> deliveries) {
        List<Outcome> outcomes = new ArrayList<>();
        List<Votable> votables = new ArrayList<>();
        reader.beginTurn();
        for (Delivery delivery : deliveries) {
            Reading reading = reader.read(delivery);
            if (reading instanceof Votable votable) {
                votables.add(votable);
            } else if (reading instanceof Troubled troubled) {
                outcomes.add(troubled);
            }
        }
        long start = System.nanoTime();
        outcomes.addAll(voting.vote(votables));
        statistics = statistics.plus(WorkerStatistics.voting(Duration.ofNanos(System.nanoTime() - start)));
        return outcomes;
    }

    private List<Outcome> cutShort(List<Delivery> deliveries, RuntimeException failure) {
        Trouble trouble = endurance.bear(failure);
        statistics = statistics.plus(WorkerStatistics.INTERRUPTION);
        return deliveries.stream()
                .<Outcome>map(delivery -> new Troubled(delivery, Optional.empty(), trouble, failure.toString()))
                .toList();
    }

    private List<Settlement> settle(List<Outcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> isClosing() ? leave(outcome) : answers.settle(outcome))
                .toList();
    }

    /**
     * As {@link Answers#settle}, of a worker that is to stop: what it would keep goes back to the queue, but for a task in its last
     * delivery, which nobody else would get.
     */
    private Settlement leave(Outcome outcome) {
        Settlement settlement = answers.settle(outcome);
        boolean finish =
                outcome instanceof Outcome.Postponed && outcome.delivery().last();
        return settlement.acknowledgement() == AcknowledgeType.RENEW && !finish
                ? Settlement.silent(outcome.delivery(), AcknowledgeType.RELEASE)
                : settlement;
    }

    private void count(List<Outcome> outcomes, List<Settlement> settlements) {
        WorkerStatistics counted = statistics;
        for (int i = 0; i < outcomes.size(); i++) {
            counted = counted.plus(WorkerStatistics.of(outcomes.get(i), settlements.get(i)));
        }
        statistics = counted;
    }

    private void pauseAfterCut(RuntimeException failure) throws InterruptedException {
        endurance.bear(failure);
        statistics = statistics.plus(WorkerStatistics.INTERRUPTION);
        condition = condition == Condition.PREPARING ? condition : Condition.TROUBLED;
        pause(endurance.pause());
    }

    private void pause(Duration duration) throws InterruptedException {
        if (!duration.isZero()) {
            boolean ignored = closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }
}
