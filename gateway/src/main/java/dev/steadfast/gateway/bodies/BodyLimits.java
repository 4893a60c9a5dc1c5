package dev.steadfast.gateway.bodies;

import java.time.Duration;

/**
 * Bounds of a body.
 *
 * @param maxBytes the most that are taken
 * @param timeout how long it may take to come
 * @param minRate bytes a second, below which it comes too slowly; 0 for any rate
 * @param oneImage whether it is an image, so that a refusal has the reason that images are rejected for
 */
public record BodyLimits(int maxBytes, Duration timeout, int minRate, boolean oneImage) {

    private static final int WINDOWS = 6;

    /** Over how long the rate is measured: a sixth of the timeout. */
    Duration window() {
        return timeout.dividedBy(WINDOWS);
    }

    /** How many bytes must come in a window. */
    long windowBytes() {
        return minRate * window().toMillis() / 1000;
    }
}
