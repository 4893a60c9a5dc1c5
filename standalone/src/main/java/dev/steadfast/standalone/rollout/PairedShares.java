package dev.steadfast.standalone.rollout;

import dev.steadfast.smoothing.bounds.ClopperPearson;
import java.util.List;
import java.util.function.Predicate;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * How often each of two bundles had some property, on the same frames.
 *
 * @param frames on which both are known
 * @param answer on how many of them the one that answers had it
 * @param trial likewise the one on trial
 * @param onlyAnswer on how many of them the one that answers had it alone
 */
record PairedShares(int frames, int answer, int trial, int onlyAnswer) {

    private static final double TAIL = 0.025;

    static PairedShares of(List<TrialPair> pairs, Predicate<TrialAnswer> property) {
        int answer = 0;
        int trial = 0;
        int onlyAnswer = 0;
        for (TrialPair pair : pairs) {
            boolean first = property.test(pair.answer());
            boolean second = property.test(pair.trial());
            answer += first ? 1 : 0;
            trial += second ? 1 : 0;
            onlyAnswer += first && !second ? 1 : 0;
        }
        return new PairedShares(pairs.size(), answer, trial, onlyAnswer);
    }

    private int onlyTrial() {
        return trial - (answer - onlyAnswer);
    }

    /**
     * McNemar's exact test (two-sided binomial, of the frames on which they differ): how probable so uneven a split, or a more uneven one, would be if
     * neither bundle were better. 1 if they never differ.
     */
    double probability() {
        int differing = onlyAnswer + onlyTrial();
        if (differing == 0) {
            return 1;
        }
        double tail = BinomialDistribution.of(differing, 0.5).cumulativeProbability(Math.min(onlyAnswer, onlyTrial()));
        return Math.min(1, 2 * tail);
    }

    /** Lower end of the 95% confidence interval (Clopper and Pearson) of a share. */
    double lower(int having) {
        return ClopperPearson.lowerBound(having, frames, TAIL);
    }

    /** Its upper end. */
    double upper(int having) {
        return 1 - ClopperPearson.lowerBound(frames - having, frames, TAIL);
    }
}
