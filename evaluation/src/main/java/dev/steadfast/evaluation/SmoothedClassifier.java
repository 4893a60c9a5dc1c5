package dev.steadfast.evaluation;

import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.smoothing.Outcome;
import dev.steadfast.smoothing.SamplingPlan;
import dev.steadfast.smoothing.TaskLayout;
import dev.steadfast.smoothing.VoteCounts;
import dev.steadfast.smoothing.VoteTally;
import java.util.List;

/**
 * What the stream answers for an image, without the stream: the same plan, tasks and tally, one task after the other.
 *
 * <p>Tasks are short, so that a voter that is closed to stop the process does not have to be waited for; and of a batch each where the plan might
 * be content with few.
 */
final class SmoothedClassifier {

    /** Some tenths of a second's work on any number of cores, each with passes of its own. */
    private static final int TASK_SAMPLES = 250 * Runtime.getRuntime().availableProcessors();

    private final Votes votes;
    private final int classes;
    private final TaskLayout layout;

    /** @param batch images of a forward pass; a task is a multiple of it, so that no row is padding */
    SmoothedClassifier(Votes votes, int classes, int batch, SamplingPlan plan) {
        this.votes = votes;
        this.classes = classes;
        boolean looksOnce = plan.nextLook(0) == plan.estimationSamples();
        this.layout = new TaskLayout(plan, looksOnce ? (TASK_SAMPLES + batch - 1) / batch * batch : batch);
    }

    /**
     * The answer to one image.
     *
     * @param image {@code uint8} values of shape [3, height, width]
     */
    Outcome answer(byte[] image, NoiseKey key) {
        double sigma = layout.plan().sigma();
        VoteTally tally = VoteTally.empty(layout, classes);
        for (int i = 0; i < layout.tasks(); i++) {
            TaskLayout.Task task = layout.task(i);
            VoteRequest request = new VoteRequest(image, sigma, key, task.firstSample(), task.samples());
            List<VoteCounts> counts = votes.of(List.of(request));
            tally.add(i, counts.get(0));
            if (tally.complete() && tally.decide() instanceof Outcome outcome) {
                return outcome;
            }
        }
        throw new IllegalStateException("undecided after all tasks");
    }
}
