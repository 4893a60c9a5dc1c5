package dev.steadfast.streams.admission;

import dev.steadfast.schemas.SampleBudget;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What each camera may still have spent in this instance. Frames of a camera are spread over the partitions by their ids, so an instance has that part
 * of a budget that it has of the partitions. A camera that it does not know has a full bucket: so a restart gives it a burst, and no more.
 *
 * <p>Confined to the lock of {@link Admission}.
 */
final class Budgets {

    private final int partitions;
    private final Map<String, TokenBucket> buckets = new HashMap<>();
    private final Map<String, SampleBudget> sizes = new HashMap<>();
    private int owned;

    /** @param partitions over which frames are spread, at least 1 */
    Budgets(int partitions) {
        this.partitions = partitions;
    }

    /** How many of the partitions are this instance's. */
    void own(int parts, Instant now) {
        if (owned != parts) {
            owned = parts;
            sizes.forEach((camera, size) -> resize(camera, size, now));
        }
    }

    /** The bucket of a camera whose budget this is from now on; empty for one without. */
    Optional<TokenBucket> bucket(String camera, Optional<SampleBudget> budget, Instant now) {
        if (budget.isEmpty()) {
            return Optional.empty();
        }
        SampleBudget size = budget.get();
        TokenBucket bucket = buckets.computeIfAbsent(
                camera, first -> new TokenBucket(size.perSecond() * share(), size.burst() * share(), now));
        if (!size.equals(sizes.put(camera, size))) {
            resize(camera, size, now);
        }
        return Optional.of(bucket);
    }

    void forgetFullOnes(Instant now) {
        buckets.values().removeIf(bucket -> bucket.isOver(now));
        sizes.keySet().retainAll(buckets.keySet());
    }

    private void resize(String camera, SampleBudget size, Instant now) {
        TokenBucket bucket = buckets.get(camera);
        if (bucket != null) {
            bucket.resize(size.perSecond() * share(), size.burst() * share(), now);
        }
    }

    private double share() {
        return Math.min(1, (double) Math.max(1, owned) / partitions);
    }
}
