package dev.steadfast.smoothing.forecast;

import dev.steadfast.smoothing.bounds.BetaBinomial;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.Arrays;

/** The two classes in front share as many votes as before, and one of them is so far ahead that it is predicted. */
record PredictForecast(PredictPlan plan) implements PlanForecast {

    @Override
    public double neededShare() {
        return (double) leastVotes(plan.n()) / plan.n();
    }

    @Override
    public double largestRadius() {
        return plan.largestRadius();
    }

    @Override
    public Forecast forecast(VoteShare share) {
        double ofTwo = (double) (share.votes() + share.runnerUp()) / share.samples();
        int two = (int) Math.round(ofTwo * plan.n());
        int least = leastVotes(two);
        double leader = BetaBinomial.after(share.votes(), (long) share.votes() + share.runnerUp(), two)
                .upperTail(least);
        double other = BetaBinomial.after(share.runnerUp(), (long) share.votes() + share.runnerUp(), two)
                .upperTail(least);
        double n = plan.n();
        return new Forecast(leader + other, n, n * n, 1);
    }

    /** The fewest votes, of two classes that have so many between them, with which one is predicted; more than all if none are enough. */
    private int leastVotes(int two) {
        int tooFew = (two + 1) / 2 - 1;
        int enough = two + 1;
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (predicts(middle, two - middle)) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        return enough;
    }

    /** The votes of neither are spread over classes that are not in front of the second. */
    private boolean predicts(int first, int second) {
        int rest = plan.n() - first - second;
        int each = Math.max(1, second);
        int[] perClass = new int[2 + (rest + each - 1) / each];
        Arrays.fill(perClass, 2, perClass.length, each);
        perClass[0] = first;
        perClass[1] = second;
        if (rest % each != 0) {
            perClass[perClass.length - 1] = rest % each;
        }
        VoteCounts votes = new VoteCounts(perClass, 0);
        return plan.decide(VoteCounts.none(perClass.length), votes) instanceof Predicted;
    }
}
