package dev.steadfast.images;

import java.util.Locale;

/** The filters by which pictures are resized, as functions of the distance from a pixel's centre. Where a picture shrinks they widen with it. */
public enum Interpolation {
    /** A triangle: 1 - |x| up to 1. */
    BILINEAR(1) {
        @Override
        double weight(double distance) {
            return Math.max(0, 1 - Math.abs(distance));
        }
    },

    /** Keys's cubic convolution (1981), with a = -1/2. */
    BICUBIC(2) {
        @Override
        double weight(double distance) {
            double x = Math.abs(distance);
            if (x < 1) {
                return 1 + x * x * ((A + 2) * x - (A + 3));
            }
            return x < 2 ? A * (x * (x * (x - 5) + 8) - 4) : 0;
        }
    };

    private static final double A = -0.5;

    private final int reach;

    Interpolation(int reach) {
        this.reach = reach;
    }

    /** {@return beyond which distance it is 0} */
    int reach() {
        return reach;
    }

    /** {@return its value at a distance from the centre, in pixels of the larger grid} */
    abstract double weight(double distance);

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
