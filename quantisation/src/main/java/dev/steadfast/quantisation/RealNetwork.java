package dev.steadfast.quantisation;

import java.util.List;

/**
 * A trained network as a list of steps.
 *
 * @param normalisation what it makes of pixels first
 * @param operations in order
 */
record RealNetwork(Normalisation normalisation, List<RealOperation> operations) {

    /** What a network makes of pixels p, of 0 to 1, before its first convolution. */
    enum Normalisation {
        /** {@code (p - 0.5) * 4}. */
        FIXED,

        /** {@code (p - 0.5) / sqrt(sigma^2 + 1/16)}, so that the variance is about 1 at every sigma; and {@code log(sigma) + 1}. */
        BY_SIGMA
    }
}
