package dev.steadfast.gateway.access;

import dev.steadfast.schemas.SampleBudget;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A token bucket of samples for each who asks for some. Whoever has anything in it may ask for as many as a frame takes, and comes to owe what there was
 * not; so a frame that is larger than the bucket is not refused for ever. Of too many, those that were not heard of for the longest time are forgotten,
 * that is, have a full bucket again. Safe for use by several threads.
 */
final class SampleLimits {

    private static final int REMEMBERED = 10_000;

    private record Known(SampleBudget budget, Bucket bucket) {}

    private final TimeMeter clock;
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    /** Full buckets. */
    SampleLimits(TimeMeter clock) {
        this.clock = clock;
    }

    /**
     * Takes samples out of somebody's bucket; if there is nothing in it, says after how long there will be.
     *
     * @param samples at least 1
     */
    synchronized Optional<Duration> take(String who, SampleBudget budget, long samples) {
        Known own = known.get(who);
        if (own == null || !own.budget().equals(budget)) {
            own = new Known(budget, full(budget));
            known.put(who, own);
        }
        if (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
        var one = own.bucket().estimateAbilityToConsume(1);
        if (!one.canBeConsumed()) {
            return Optional.of(Duration.ofNanos(one.getNanosToWaitForRefill()));
        }
        own.bucket().consumeIgnoringRateLimits(samples);
        return Optional.empty();
    }

    private Bucket full(SampleBudget budget) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(Bandwidth.builder()
                        .capacity(budget.burst())
                        .refillGreedy(budget.perSecond(), Duration.ofSeconds(1))
                        .build())
                .build();
    }
}
