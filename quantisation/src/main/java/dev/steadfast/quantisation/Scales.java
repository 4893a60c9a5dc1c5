package dev.steadfast.quantisation;

import ai.djl.ndarray.NDArray;
import dev.steadfast.integers.Format;

/** Chooses powers of two: the one with the least squared error on what was seen. */
final class Scales {
    /** Steps below the one at which nothing saturates: rare large values may cost more than they are worth. */
    private static final int CANDIDATES = 4;

    private Scales() {}

    /** {@return the format in which values lose least} */
    static Format of(NDArray values, boolean rectified) {
        int zeroPoint = rectified ? 0 : Format.MIDDLE;
        double largest =
                Math.max(values.max().getFloat(), rectified ? 0 : -values.min().getFloat());
        int widest = largest > 0 ? (int) Math.ceil(Math.log(largest / (rectified ? 255 : 127)) / Math.log(2)) : -8;
        Format best = new Format(zeroPoint, widest, rectified);
        double least = Double.POSITIVE_INFINITY;
        for (int exponent = widest; exponent > widest - CANDIDATES; exponent--) {
            Format format = new Format(zeroPoint, exponent, rectified);
            double error = error(values, format);
            if (error < least) {
                least = error;
                best = format;
            }
        }
        return best;
    }

    private static double error(NDArray values, Format format) {
        float unit = Math.scalb(1f, format.exponent());
        try (NDArray rounded = values.div(unit)
                        .round()
                        .clip(format.least(), format.most())
                        .mul(unit);
                NDArray error = rounded.sub(values).square().mean()) {
            return error.getFloat();
        }
    }
}
