package dev.steadfast.standalone.certificate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.VoteCounts;

/**
 * What a stream would make of a number of votes for the chosen class.
 *
 * @param plan the plan; which class its selection samples chose does not matter here
 * @param votes estimation samples that voted for that class
 * @param outcome what the plan decides
 * @param largestRadius the radius if all samples had voted for it, rounded down
 */
record VoteCertificate(FixedPlan plan, int votes, Outcome outcome, double largestRadius) {

    private static final int DECIMALS = 4;

    /**
     * Lets the plan decide.
     *
     * @param largestRadius that of the plan, which takes long enough to compute that one keeps it
     * @throws IllegalArgumentException if the votes are not from 0 to n
     */
    static VoteCertificate of(FixedPlan plan, double largestRadius, int votes) {
        if (votes < 0 || votes > plan.n()) {
            throw new IllegalArgumentException("k = " + votes + ": must be from 0 to n = " + plan.n());
        }
        VoteCounts selection = new VoteCounts(new int[] {plan.n0(), 0}, 0);
        VoteCounts estimation = new VoteCounts(new int[] {votes, plan.n() - votes}, 0);
        return new VoteCertificate(plan, votes, plan.decide(selection, estimation), largestRadius);
    }

    /** L2, for pixels in [0, 1], rounded down; 0 unless certified. */
    double radius() {
        return outcome instanceof Certified certified ? certified.radius() : 0;
    }

    /** Lower bound on the probability of the class under noise, rounded down. */
    double lowerBound() {
        if (outcome instanceof Certified certified) {
            return certified.pLower();
        } else if (outcome instanceof Abstained abstained) {
            return abstained.pLower();
        }
        throw new IllegalStateException("a fixed plan does not decide " + outcome);
    }

    /** All of it, the numbers as exact doubles. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", outcome instanceof Certified ? "certified" : "abstained")
                .put("radius", radius())
                .put("lowerBound", lowerBound())
                .put("sigma", plan.sigma())
                .put("alpha", plan.alpha())
                .put("n", plan.n())
                .put("k", votes)
                .put("largestRadius", largestRadius);
    }

    /** For people; every certified number is rounded down. */
    String words() {
        String bound = Rounding.down(lowerBound(), DECIMALS);
        String answer = outcome instanceof Certified
                ? """
                certified: stable within %s, with confidence 1 - %s
                  The answer is the same for every image within this L2 distance (pixels in [0, 1]). It may still be wrong.\
                """.formatted(Rounding.down(radius(), DECIMALS), plan.alpha())
                : """
                abstained: too few votes for a radius, with confidence 1 - %s
                  The lower bound must be above 1/2.\
                """.formatted(plan.alpha());
        return """
                %s
                  votes             %d of %d
                  lower bound       %s, on the class's probability under noise
                  sigma             %s
                  largest radius    %s, if all %d votes agreed\
                """.formatted(
                        answer, votes, plan.n(), bound, plan.sigma(), Rounding.down(largestRadius, DECIMALS), plan.n());
    }
}
