package dev.steadfast.standalone.certificate;

import dev.steadfast.smoothing.Limits;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
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

    private record Test(double sigma, double alpha, double radius) {}

    private final Map<Question, KeptPlan> kept = lastUsed();
    private final Map<Test, SequentialPlan> tests = lastUsed();

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

    /**
     * What the sequential test says of {@code k} of {@code n} votes.
     *
     * @throws dev.steadfast.smoothing.InvalidPlanException if a value is out of range, or no number of votes could certify the radius
     * @throws IllegalArgumentException if k is not from 0 to n
     */
    SequentialCertificate sequential(double sigma, double alpha, double radius, int n, int k) {
        SequentialPlan plan = tests.computeIfAbsent(new Test(sigma, alpha, radius), CertificateDesk::test);
        return SequentialCertificate.of(plan, n, k);
    }

    private static SequentialPlan test(Test asked) {
        return new SequentialPlan(
                asked.sigma(), asked.alpha(), SequentialPlan.DEFAULT_N0, Limits.MAX_SAMPLES, asked.radius());
    }

    private static <K, V> Map<K, V> lastUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > KEPT_PLANS;
            }
        };
    }

    private static KeptPlan plan(Question question) {
        FixedPlan plan = new FixedPlan(question.sigma(), question.alpha(), FixedPlan.DEFAULT_N0, question.n());
        return new KeptPlan(plan, plan.largestRadius());
    }
}
