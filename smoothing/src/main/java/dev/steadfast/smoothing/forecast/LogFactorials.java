package dev.steadfast.smoothing.forecast;

/** ln n!, added up once. */
final class LogFactorials {

    private final double[] sums;

    LogFactorials(int largest) {
        sums = new double[largest + 1];
        for (int n = 2; n <= largest; n++) {
            sums[n] = sums[n - 1] + Math.log(n);
        }
    }

    /** The probability of {@code k} votes among {@code drawn} samples, drawn from {@code samples} with {@code votes} of them. */
    double hypergeometric(int k, int drawn, int votes, int samples) {
        if (k > votes || drawn - k > samples - votes) {
            return 0;
        }
        return Math.exp(choices(votes, k) + choices(samples - votes, drawn - k) - choices(samples, drawn));
    }

    private double choices(int of, int some) {
        return sums[of] - sums[some] - sums[of - some];
    }
}
