package dev.steadfast.smoothing.forecast;

import dev.steadfast.smoothing.bounds.BetaBinomial;
import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Decision;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A plan that looks at the votes at set numbers of samples, and goes by how many the class has. How it comes to each {@link Look} is computed once; for an
 * image there remains a sum over the numbers of votes there. Where a plan has very many looks, each stands for a few before it, so that samples are
 * overstated by 5 % at most.
 */
final class LookForecast implements PlanForecast {

    /** Behind so many tasks not every look is taken: those left out are at most this part of the tasks behind one that is. */
    private static final int FINE = 20;

    private final SamplingPlan plan;
    private final List<Look> looks;

    /** How many looks the plan has had at each. */
    private final List<Integer> ordinals;

    private LookForecast(SamplingPlan plan, List<Look> looks, List<Integer> ordinals) {
        this.plan = plan;
        this.looks = looks;
        this.ordinals = ordinals;
    }

    static LookForecast of(FixedPlan plan, double radius) {
        int answers = least(
                plan.n(),
                votes -> decide(plan, votes, plan.n()) instanceof Certified certified && certified.radius() >= radius);
        return new LookForecast(plan, List.of(Look.first(plan.n(), answers - 1, answers)), List.of(1));
    }

    static LookForecast of(SequentialPlan plan, int taskSamples) {
        TaskLayout layout = new TaskLayout(plan, taskSamples);
        List<Look> looks = new ArrayList<>();
        List<Integer> ordinals = new ArrayList<>();
        int tasks = 0;
        do {
            tasks = Math.min(layout.tasks(), layout.nextLook(tasks + tasks / FINE));
            ordinals.add(tasks - layout.firstLook() + 1);
            int samples = layout.estimationSamples(tasks);
            int goesOn = least(samples, votes -> !(decide(plan, votes, samples) instanceof Abstained));
            int answers = least(samples, votes -> {
                Decision decision = decide(plan, votes, samples);
                return decision instanceof Certified || decision instanceof Predicted;
            });
            looks.add(
                    looks.isEmpty()
                            ? Look.first(samples, goesOn - 1, answers)
                            : looks.get(looks.size() - 1).next(samples, goesOn - 1, answers));
        } while (tasks < layout.tasks());
        return new LookForecast(plan, looks, ordinals);
    }

    @Override
    public double neededShare() {
        Look last = looks.get(looks.size() - 1);
        return (double) last.answers() / last.samples();
    }

    @Override
    public double largestRadius() {
        double largest = 0;
        int mostVotes = 0;
        int samples = 0;
        for (Look look : looks) {
            mostVotes += look.samples() - samples;
            samples = look.samples();
            if (decide(plan, mostVotes, samples) instanceof Certified certified) {
                largest = Math.max(largest, certified.radius());
            }
            mostVotes = Math.min(mostVotes, look.answers() - 1); // else it would not go on
        }
        return largest;
    }

    @Override
    public Forecast forecast(VoteShare share) {
        Forecast mean = Forecast.NONE;
        for (int i = 0; i < looks.size(); i++) {
            Look look = looks.get(i);
            double[] votes = BetaBinomial.after(share.votes(), share.samples(), look.samples())
                    .probabilities();
            double answered = look.answered(votes);
            double abstained = look.abstained(votes);
            double samples = (double) plan.selectionSamples() + look.samples();
            mean = mean.plus(new Forecast(0, samples, samples * samples, ordinals.get(i)), answered + abstained)
                    .plus(new Forecast(1, 0, 0, 0), answered);
        }
        return mean;
    }

    /** The fewest votes that do; more than all if none do. What does with some votes does with more. */
    private static int least(int samples, Predicate<Integer> does) {
        int tooFew = -1;
        int enough = samples + 1;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (does.test(middle)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }

    private static Decision decide(SamplingPlan plan, int votes, int samples) {
        return plan.decide(
                new VoteCounts(new int[] {plan.selectionSamples(), 0}, 0),
                new VoteCounts(new int[] {votes, samples - votes}, 0));
    }
}
