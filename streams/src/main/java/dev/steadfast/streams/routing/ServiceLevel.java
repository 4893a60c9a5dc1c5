package dev.steadfast.streams.routing;

import dev.steadfast.schemas.MaxAge;
import dev.steadfast.schemas.SampleBudget;
import java.time.Duration;
import java.util.Optional;

/**
 * How the frames of a route are served.
 *
 * @param maxAge how old a frame may be when it is answered; empty for the deployment's
 * @param weight what each camera gets of the workers where they are too few, beside others
 * @param budget of samples for each camera; empty for the deployment's
 */
public record ServiceLevel(Optional<Duration> maxAge, double weight, Optional<SampleBudget> budget) {

    /** The least weight of a camera. */
    public static final double LEAST_WEIGHT = 0.001;

    /** The greatest. */
    public static final double GREATEST_WEIGHT = 1000;

    /** As the deployment is set, and like all others. */
    public static final ServiceLevel USUAL = new ServiceLevel(Optional.empty(), 1, Optional.empty());

    /** @throws IllegalArgumentException if a value is out of its range */
    public ServiceLevel {
        maxAge.filter(age -> !MaxAge.isAllowed(age)).ifPresent(age -> {
            throw new IllegalArgumentException("max-age: must be from %d ms to %d h, was %d ms"
                    .formatted(MaxAge.SHORTEST.toMillis(), MaxAge.LONGEST.toHours(), age.toMillis()));
        });
        if (!(weight >= LEAST_WEIGHT && weight <= GREATEST_WEIGHT)) {
            throw new IllegalArgumentException(
                    "weight: must be from %s to %s, was %s".formatted(LEAST_WEIGHT, GREATEST_WEIGHT, weight));
        }
    }
}
