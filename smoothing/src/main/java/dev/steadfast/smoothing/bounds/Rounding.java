package dev.steadfast.smoothing.bounds;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** How certified numbers are shown: never more than was certified. */
public final class Rounding {

    private Rounding() {}

    /**
     * {@code value} in plain decimal notation, rounded towards negative infinity; so 0.4999 with two decimals is "0.49".
     *
     * @param decimals digits after the point, 0 or more; all of them are shown
     * @throws IllegalArgumentException if the value is NaN or infinite, or decimals is negative
     */
    public static String down(double value, int decimals) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value = " + value + ": must be finite");
        }
        if (decimals < 0) {
            throw new IllegalArgumentException("decimals = " + decimals + ": must not be negative");
        }
        return new BigDecimal(value).setScale(decimals, RoundingMode.FLOOR).toPlainString();
    }
}
