package dev.steadfast.evaluation.report;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Some images of all.
 *
 * @param count how many, from 0 to {@code of}
 * @param of of how many, at least 1
 */
public record Share(int count, int of) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public Share {
        if (of < 1 || count < 0 || count > of) {
            throw new IllegalArgumentException(
                    "a share must be 0 to n of n images, n at least 1, but is %d of %d".formatted(count, of));
        }
    }

    /** {@return the percentage, rounded down} */
    public BigDecimal percent(int decimals) {
        return BigDecimal.valueOf(100L * count).divide(BigDecimal.valueOf(of), decimals, RoundingMode.FLOOR);
    }

    /**
     * The standard error of {@link #percent}, in percentage points, if the images are a random sample: 100 sqrt(p (1 - p) / of), the
     * binomial one.
     */
    public double standardError() {
        double p = (double) count / of;
        return 100 * Math.sqrt(p * (1 - p) / of);
    }
}
