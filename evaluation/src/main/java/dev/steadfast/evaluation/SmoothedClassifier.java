package dev.steadfast.evaluation;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.smoothing.Outcome;
import dev.steadfast.smoothing.SamplingPlan;
import dev.steadfast.smoothing.TaskLayout;
import dev.steadfast.smoothing.VoteCounts;
import dev.steadfast.smoothing.VoteTally;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the stream answers for an image, without the stream: the same plan, looks and tally, with tasks of a batch each.
 *
 * <p>Calls are short, so that a voter that is closed to stop the process does not have to be waited for; and they end where the plan looks. How
 * the tasks are spread over calls changes no vote.
 *
 * <p>Threading notes: for one thread.
 */
final class SmoothedClassifier {

    private static final int CORES = Runtime.getRuntime().availableProcessors();

    /** What a call is to take, more or less. */
    private static final Duration CALL = Duration.ofMillis(400);

    /** However fast they are. */
    private static final int MOST_SAMPLES_OF_A_CORE = 250;

    private final Votes votes;
    private final int classes;
    private final TaskLayout layout;
    private final int mostTasksOfACore;

    /** Tasks of the next call: at first one for each core, then what the last calls say can be done in time. */
    private int tasksOfCall = CORES;

    /** @param batch images of a forward pass */
    SmoothedClassifier(Votes votes, int classes, int batch, SamplingPlan plan) {
        this.votes = votes;
        this.classes = classes;
        this.layout = new TaskLayout(plan, batch);
        this.mostTasksOfACore = (MOST_SAMPLES_OF_A_CORE + batch - 1) / batch;
    }

    /**
     * The answer to one image.
     *
     * @param image {@code uint8} values of shape [3, height, width]
     */
    Outcome answer(byte[] image, NoiseKey key) {
        VoteTally tally = VoteTally.empty(layout, classes);
        int counted = 0;
        while (counted < layout.tasks()) {
            int next = Math.min(tally.asked(), counted + tasksOfCall);
            long start = System.nanoTime();
            count(tally, image, key, counted, next);
            fit(next - counted, System.nanoTime() - start);
            counted = next;
            if (tally.complete() && tally.decide() instanceof Outcome outcome) {
                return outcome;
            }
        }
        throw new IllegalStateException("undecided after all tasks");
    }

    /** Fits the next call to the time that the last one took: whole rounds of a task for each core, at most twice as many as before. */
    private void fit(int tasks, long nanos) {
        if (tasks < tasksOfCall) {
            return; // it ended where the plan looks
        }
        long rounds = tasks * CALL.toNanos() / Math.max(nanos, 1) / CORES;
        long most = Math.min(mostTasksOfACore, 2L * tasks / CORES);
        tasksOfCall = CORES * (int) Math.max(1, Math.min(rounds, most));
    }

    /** Has tasks {@code from} to {@code to - 1} voted on, in one call. */
    private void count(VoteTally tally, byte[] image, NoiseKey key, int from, int to) {
        List<VoteRequest> requests = IntStream.range(from, to)
                .mapToObj(layout::task)
                .map(task -> new VoteRequest(image, layout.plan().sigma(), key, task.firstSample(), task.samples()))
                .toList();
        List<VoteCounts> counts = votes.of(requests);
        for (int i = 0; i < counts.size(); i++) {
            tally.add(from + i, counts.get(i));
        }
    }
}
