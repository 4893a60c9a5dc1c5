package dev.steadfast.images;

/**
 * Along one axis: which pixels of a picture make each pixel of the resized one, and with what weights. Weights are whole numbers of {@code
 * 2^-22}, those of a pixel sum to about 1; sums of weighted bytes fit into 31 bits.
 *
 * @param first of each pixel, the first pixel that it is made of
 * @param weights of each pixel, those of the first and the ones behind it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Resampling(int[] first, int[][] weights) {
    private static final int FRACTION_BITS = 22;
    private static final int ONE = 1 << FRACTION_BITS;
    private static final int HALF = ONE / 2;

    /**
     * Plans a window of the resized picture.
     *
     * @param pixels of the picture
     * @param resized pixels that it is resized to
     * @param from the window's first
     * @param length the window's pixels
     */
    static Resampling of(int pixels, long resized, long from, int length, Interpolation interpolation) {
        double scale = (double) pixels / resized;
        double widening = Math.max(1, scale);
        double support = interpolation.reach() * widening;
        int[] first = new int[length];
        int[][] weights = new int[length][];
        for (int i = 0; i < length; i++) {
            double centre = (from + i + 0.5) * scale;
            int low = Math.max(0, (int) (centre - support + 0.5));
            int high = Math.min(pixels, (int) (centre + support + 0.5));
            first[i] = low;
            weights[i] = weights(low, high, centre, widening, interpolation);
        }
        return new Resampling(first, weights);
    }

    private static int[] weights(int low, int high, double centre, double widening, Interpolation interpolation) {
        double[] taps = new double[high - low];
        double sum = 0;
        for (int tap = 0; tap < taps.length; tap++) {
            taps[tap] = interpolation.weight((low + tap + 0.5 - centre) / widening);
            sum += taps[tap];
        }
        int[] weights = new int[taps.length];
        for (int tap = 0; tap < taps.length; tap++) {
            double weight = taps[tap] / sum * ONE;
            weights[tap] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
        }
        return weights;
    }

    /** {@return the first pixel that any is made of} */
    int begin() {
        return first[0];
    }

    /** {@return one more than the last pixel that any is made of} */
    int end() {
        return first[first.length - 1] + weights[weights.length - 1].length;
    }

    /** {@return a sum of weighted bytes, rounded to a byte} */
    static byte rounded(int sum) {
        return (byte) Math.max(0, Math.min(255, (sum + HALF) >> FRACTION_BITS));
    }
}
