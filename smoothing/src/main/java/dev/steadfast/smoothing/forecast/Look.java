package dev.steadfast.smoothing.forecast;

import java.util.Arrays;

/**
 * A look of a plan at the votes so far, and how it may come to it.
 *
 * <p>How probable that is does not depend on the image, once it is known how many votes the class has at this look: votes are exchangeable, so that those
 * at the look before are a hypergeometric draw from them.
 */
final class Look {

    /** Further from the mean than so many standard deviations nothing is added up. */
    private static final double REACH = 9;

    private final int samples;
    private final int abstains;
    private final int answers;
    private final double[] open;

    private Look(int samples, int abstains, int answers, double[] open) {
        this.samples = samples;
        this.abstains = abstains;
        this.answers = answers;
        this.open = open;
    }

    /**
     * The first look.
     *
     * @param samples estimation samples that there are
     * @param abstains the most votes with which the plan gives up; -1 if it never does
     * @param answers the fewest votes with which it answers; more than all samples if it never does
     */
    static Look first(int samples, int abstains, int answers) {
        double[] always = new double[samples + 1];
        Arrays.fill(always, 1);
        return new Look(samples, abstains, answers, always);
    }

    /** The one after this, which the plan comes to if this one settled nothing. */
    Look next(int nextSamples, int nextAbstains, int nextAnswers) {
        double[] comes = new double[nextSamples + 1];
        LogFactorials factorials = new LogFactorials(nextSamples);
        for (int votes = 0; votes <= nextSamples; votes++) {
            comes[votes] = Math.min(1, undecidedBefore(votes, nextSamples, factorials));
        }
        return new Look(nextSamples, nextAbstains, nextAnswers, comes);
    }

    private double undecidedBefore(int votes, int nextSamples, LogFactorials factorials) {
        double drawn = (double) samples / nextSamples;
        double mean = votes * drawn;
        double spread = Math.sqrt(mean * (1 - (double) votes / nextSamples) * (1 - drawn));
        int from = (int) Math.max(Math.floor(mean - REACH * spread) - 1, abstains + 1.0);
        int to = (int) Math.min(Math.ceil(mean + REACH * spread) + 1, Math.min(samples, answers - 1.0));
        double sum = 0;
        for (int before = from; before <= to; before++) {
            sum += open[before] * factorials.hypergeometric(before, samples, votes, nextSamples);
        }
        return sum;
    }

    int samples() {
        return samples;
    }

    /** The fewest votes with which the plan answers here. */
    int answers() {
        return answers;
    }

    /**
     * The probability that the plan comes to this look and answers there.
     *
     * @param votes the probability of each number of votes
     */
    double answered(double[] votes) {
        return ended(votes, answers, samples);
    }

    /** The probability that the plan comes to this look and gives up there. */
    double abstained(double[] votes) {
        return ended(votes, 0, Math.min(abstains, answers - 1));
    }

    private double ended(double[] votes, int from, int to) {
        double sum = 0;
        for (int k = from; k <= to; k++) {
            sum += votes[k] * open[k];
        }
        return sum;
    }
}
