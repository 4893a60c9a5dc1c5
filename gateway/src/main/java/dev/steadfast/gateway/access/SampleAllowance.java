package dev.steadfast.gateway.access;

import dev.steadfast.schemas.SampleBudget;
import java.time.Duration;
import java.util.Optional;

/**
 * The samples that somebody may ask for in a second, and at once.
 *
 * @param budget empty for as many as the deployment takes
 * @param limits where it is counted; empty while it is not
 * @param who by what it is counted
 */
record SampleAllowance(Optional<SampleBudget> budget, Optional<SampleLimits> limits, String who) {

    /** As many as the deployment takes. */
    static final SampleAllowance NONE = of(Optional.empty());

    /** Not counted yet. */
    static SampleAllowance of(Optional<SampleBudget> budget) {
        return new SampleAllowance(budget, Optional.empty(), "");
    }

    /** The same where it is counted, or another budget where this is none. */
    SampleAllowance countedBy(SampleLimits counting, String somebody, Optional<SampleBudget> usual) {
        return new SampleAllowance(budget.or(() -> usual), Optional.of(counting), somebody);
    }

    /** Takes samples; if there are none left, says after how long there will be. */
    Optional<Duration> take(long samples) {
        return limits.flatMap(counting -> budget.flatMap(size -> counting.take(who, size, samples)));
    }
}
