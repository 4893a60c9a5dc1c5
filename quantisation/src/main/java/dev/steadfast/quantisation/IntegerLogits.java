package dev.steadfast.quantisation;

import dev.steadfast.integers.Operation;
import dev.steadfast.quantisation.RealOperation.Classified;

/** The last layer of a classifier in integers. Its unit is free: who votes asks only which logit is the largest. */
final class IntegerLogits {
    /** What the largest logit of the calibration becomes at most: two bits below where logits saturate. */
    private static final int LARGEST = 1 << 22;

    private static final int MOST_BIAS = 1 << 28;

    private final int[] weights;
    private final int[] biases;
    private final double unit;
    private final double shiftedLargest;

    /**
     * @param perFeature what the feature 1 is as an integer
     * @param largest logit of the calibration
     */
    IntegerLogits(Classified real, double perFeature, double largest) {
        double most = 0;
        for (float weight : real.weights()) {
            most = Math.max(most, Math.abs(weight));
        }
        double scale = Operation.Logits.MOST_WEIGHT / Math.max(most, Float.MIN_NORMAL);
        for (float bias : real.biases()) {
            scale = Math.min(scale, MOST_BIAS / perFeature / Math.max(Math.abs(bias), Float.MIN_NORMAL));
        }
        this.unit = scale * perFeature;
        this.shiftedLargest = largest * unit;
        this.weights = new int[real.weights().length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.toIntExact(Math.round(real.weights()[i] * scale));
        }
        this.biases = new int[real.biases().length];
        for (int i = 0; i < biases.length; i++) {
            biases[i] = Math.toIntExact(Math.round(real.biases()[i] * unit));
        }
    }

    Operation.Logits operation(int from, int exponent, boolean largest) {
        int shift = 0;
        while (Math.scalb(shiftedLargest, -shift) > LARGEST) {
            shift++;
        }
        return new Operation.Logits(from, largest, weights.length / biases.length, exponent, shift, weights, biases);
    }

    /** {@return what the logit 1 is as an integer, before the shift} */
    double unit() {
        return unit;
    }

    float[] weights() {
        return floats(weights);
    }

    float[] biases() {
        return floats(biases);
    }

    private static float[] floats(int[] numbers) {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i];
        }
        return values;
    }
}
