package dev.steadfast.bundles;

import java.util.List;

/**
 * The logits of one known image in a bundle of integer networks: what every machine must compute.
 *
 * @param sigma of the image's noise, 0.01 to 4
 * @param logits one for each class, at most 2^24 - 1 from 0
 */
public record GoldenLogits(double sigma, List<Integer> logits) {
    /** The levels that there is noise of. */
    private static final double LEAST_SIGMA = 0.01;

    private static final double MOST_SIGMA = 4;

    private static final int MOST_LOGIT = (1 << 24) - 1;

    /** @throws IllegalArgumentException if a value is out of its range */
    public GoldenLogits {
        Rules.check(
                sigma >= LEAST_SIGMA && sigma <= MOST_SIGMA,
                "goldenLogits.sigma",
                LEAST_SIGMA + " to " + MOST_SIGMA,
                sigma);
        logits = List.copyOf(logits);
        logits.forEach(logit -> Rules.checkRange("goldenLogits.logits", logit, -MOST_LOGIT, MOST_LOGIT));
    }

    /** {@return its line in the text that a bundle's digest is of; sigma is the 16 hexadecimal digits of its 64 bits, since decimals are written in more than one way} */
    String line() {
        StringBuilder line = new StringBuilder("golden ");
        line.append("%016x".formatted(Double.doubleToLongBits(sigma)));
        logits.forEach(logit -> line.append(' ').append(logit));
        return line.append('\n').toString();
    }
}
