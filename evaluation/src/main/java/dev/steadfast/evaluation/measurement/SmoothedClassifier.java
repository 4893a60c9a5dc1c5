package dev.steadfast.evaluation.measurement;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.smoothing.plans.VoteTally;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the stream answers for an image, without the stream: the same plan, looks and tally, with tasks of a batch each.
 *
 * <p>Calls are {@linkplain CallSize short}, and end where the plan looks. How the tasks are spread over calls changes no vote.
 *
 * <p>Threading notes: for one thread.
 */
final class SmoothedClassifier {

    /**
     * An answer, and the estimation votes that it comes of.
     *
     * @param share of the chosen class; of one without a vote, where none could be chosen
     */
    record Answer(Outcome outcome, VoteShare share) {}

    private final Votes votes;
    private final int classes;
    private final TaskLayout layout;
    private final CallSize callSize;

    /** @param batch images of a forward pass */
    SmoothedClassifier(Votes votes, int classes, int batch, SamplingPlan plan) {
        this.votes = votes;
        this.classes = classes;
        this.layout = new TaskLayout(plan, batch);
        this.callSize = new CallSize(Runtime.getRuntime().availableProcessors(), batch);
    }

    /**
     * The answer to one image.
     *
     * @param image {@code uint8} values of shape [3, height, width]
     */
    Answer answer(byte[] image, NoiseKey key) {
        VoteTally tally = VoteTally.empty(layout, classes);
        int counted = 0;
        while (counted < layout.tasks()) {
            int wanted = Math.min(layout.tasks(), Math.max(tally.ahead(false), counted + callSize.cores()));
            int next = Math.min(wanted, counted + callSize.tasks());
            long start = System.nanoTime();
            count(tally, image, key, counted, next);
            callSize.took(next - counted, System.nanoTime() - start);
            counted = next;
            if (tally.decide() instanceof Outcome outcome) {
                return new Answer(outcome, share(tally));
            }
        }
        throw new IllegalStateException("undecided after all tasks");
    }

    private VoteShare share(VoteTally tally) {
        VoteCounts estimation = tally.estimation();
        int chosen = (layout.plan().selectionSamples() > 0 ? tally.selection() : estimation)
                .leader()
                .orElse(-1);
        int mostBeside = IntStream.range(0, classes)
                .filter(cls -> cls != chosen)
                .map(estimation::votesFor)
                .max()
                .orElse(0);
        return new VoteShare(
                chosen < 0 ? 0 : estimation.votesFor(chosen), mostBeside + estimation.invalid(), estimation.samples());
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
