package dev.steadfast.standalone.certificate;

import dev.steadfast.smoothing.plans.FixedPlan;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers questions about certificates, many a second: the last plans are kept with their largest radius, as whoever plans n asks
 * about many numbers of votes. Used by one thread.
 */
final class CertificateDesk {

    private static final int KEPT_PLANS = 1000;

    private record Question(double sigma, double alpha, int n) {}

    private record KeptPlan(FixedPlan plan, double largestRadius) {}

    private final Map<Question, KeptPlan> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, KeptPlan> eldest) {
            return size() > KEPT_PLANS;
        }
    };

    /**
     * The certificate for {@code k} of {@code n} votes.
     *
     * @throws dev.steadfast.smoothing.InvalidPlanException if sigma, alpha or n is out of range, or n votes can never certify
     * @throws IllegalArgumentException if k is not from 0 to n
     */
    VoteCertificate certificate(double sigma, double alpha, int n, int k) {
        KeptPlan plan = kept.computeIfAbsent(new Question(sigma, alpha, n), CertificateDesk::plan);
        return VoteCertificate.of(plan.plan(), plan.largestRadius(), k);
    }

    private static KeptPlan plan(Question question) {
        FixedPlan plan = new FixedPlan(question.sigma(), question.alpha(), FixedPlan.DEFAULT_N0, question.n());
        return new KeptPlan(plan, plan.largestRadius());
    }
}
