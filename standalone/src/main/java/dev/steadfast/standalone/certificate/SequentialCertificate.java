package dev.steadfast.standalone.certificate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Decision;
import dev.steadfast.smoothing.plans.Predicted;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.util.Locale;

/**
 * What the sequential test says of a number of votes for the chosen class, at any time of looking.
 *
 * @param plan whose radius is tested; how many samples it may spend does not matter here
 * @param samples that were looked at, n
 * @param votes of them for the class, k
 * @param decision what the plan makes of them
 */
record SequentialCertificate(SequentialPlan plan, int samples, int votes, Decision decision) {

    private static final int DECIMALS = 4;

    /**
     * Looks at votes.
     *
     * @param plan with as many samples as there may be
     * @throws IllegalArgumentException if n is out of range, or the votes are not from 0 to n
     */
    static SequentialCertificate of(SequentialPlan plan, int samples, int votes) {
        Limits.requireSamples("n", samples);
        if (votes < 0 || votes > samples) {
            throw new IllegalArgumentException("k = " + votes + ": must be from 0 to n = " + samples);
        }
        VoteCounts selection = new VoteCounts(new int[] {plan.n0(), 0}, 0);
        VoteCounts estimation = new VoteCounts(new int[] {votes, samples - votes}, 0);
        return new SequentialCertificate(plan, samples, votes, plan.decide(selection, estimation));
    }

    /** {@code certified}, {@code predicted} (the class, without a radius), or {@code abstained}: these votes do not suffice. */
    String outcome() {
        if (decision instanceof Certified) {
            return "certified";
        }
        return decision instanceof Predicted ? "predicted" : "abstained";
    }

    /** L2, for pixels in [0, 1], rounded down; 0 unless certified. */
    double radius() {
        return decision instanceof Certified certified ? certified.radius() : 0;
    }

    /** All of it, the numbers as exact doubles. */
    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", outcome())
                .put("logE", plan.logEvidence(votes, samples))
                .put("lowerBound", plan.anytimeLowerBound(votes, samples))
                .put("radius", radius())
                .put("sigma", plan.sigma())
                .put("alpha", plan.alpha())
                .put("targetRadius", plan.radius())
                .put("n", samples)
                .put("k", votes);
    }

    /** For people; every certified number is rounded down. */
    String words() {
        return """
                %s
                  votes             %d of %d
                  evidence          ln E = %s, of %s that are enough
                  lower bound       %s, on the class's probability under noise, whenever one looks
                  sigma             %s\
                """.formatted(
                        answer(),
                        votes,
                        samples,
                        Rounding.down(plan.logEvidence(votes, samples), 2),
                        String.format(Locale.ROOT, "%.2f", -Math.log(plan.alpha())),
                        Rounding.down(plan.anytimeLowerBound(votes, samples), DECIMALS),
                        plan.sigma());
    }

    private String answer() {
        if (decision instanceof Certified) {
            return """
                    certified: stable within %s, with confidence 1 - %s
                      The answer is the same for every image within this L2 distance (pixels in [0, 1]). It may still be wrong.\
                    """.formatted(Rounding.down(radius(), DECIMALS), plan.alpha());
        }
        return decision instanceof Predicted
                ? "predicted: the class, without a radius, with confidence 1 - " + plan.alpha()
                : """
                abstained: too little evidence for radius %s, with confidence 1 - %s
                  More votes may bring it; looking again costs no confidence.\
                """.formatted(plan.radius(), plan.alpha());
    }
}
