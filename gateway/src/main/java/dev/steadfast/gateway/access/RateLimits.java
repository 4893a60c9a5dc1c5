package dev.steadfast.gateway.access;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A token bucket for each who sends requests. Of too many, those that were not heard of for the longest time are forgotten, that is, have a
 * full bucket again. Safe for use by several threads.
 */
final class RateLimits {

    static final int REMEMBERED = 10_000;

    private final Bandwidth bandwidth;
    private final TimeMeter clock;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Full buckets.
     *
     * @param perSecond requests a second in the long run, above 0
     * @param burst requests at once, at least 1
     */
    RateLimits(double perSecond, int burst, TimeMeter clock) {
        this.bandwidth = Bandwidth.builder()
                .capacity(burst)
                .refillGreedy(
                        1,
                        Duration.ofNanos(
                                Math.max(1, Math.round(Duration.ofSeconds(1).toNanos() / perSecond))))
                .build();
        this.clock = clock;
    }

    /** Takes a request out of somebody's bucket; if it is empty, says after how long there will be one. */
    synchronized Optional<Duration> take(String who) {
        Bucket bucket = buckets.computeIfAbsent(who, absent -> Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(bandwidth)
                .build());
        if (buckets.size() > REMEMBERED) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Optional.empty() : Optional.of(Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
}
