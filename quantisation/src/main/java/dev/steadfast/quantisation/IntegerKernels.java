package dev.steadfast.quantisation;

import dev.steadfast.integers.Kernel;

/**
 * Rounds the weights of a convolution: for each output channel the largest power of two with which they stay within 63 and the sums below 2^24.
 */
final class IntegerKernels {
    private static final int MOST_SHIFT = 24;

    /** Left for biases, of the 2^24 below which sums must stay. */
    private static final int LEFT_FOR_BIAS = 1 << 22;

    private final RealKernel real;
    private final int inputExponent;
    private final int outputExponent;
    private final int[] shifts;
    private final byte[] weights;

    /**
     * @param inputExponent of the bytes that come in
     * @param outputExponent of the numbers that go out
     * @param largestInput of what comes in, from 0
     */
    IntegerKernels(RealKernel real, int inputExponent, int outputExponent, int largestInput) {
        this.real = real;
        this.inputExponent = inputExponent;
        this.outputExponent = outputExponent;
        this.shifts = new int[real.out()];
        this.weights = new byte[real.weights().length];
        for (int channel = 0; channel < real.out(); channel++) {
            shifts[channel] = shift(channel, largestInput);
            if (shifts[channel] < 0) {
                throw new QuantisationException(real.place() + ": the weights of output channel " + channel
                        + " must fit 7 bits, but are too large for what goes in and comes out");
            }
            for (int i = 0; i < real.perOutput(); i++) {
                weights[channel * real.perOutput() + i] = (byte) Math.round(scaled(channel, i, shifts[channel]));
            }
        }
    }

    private int shift(int channel, int largestInput) {
        int shift = MOST_SHIFT;
        while (shift >= 0 && !fits(channel, shift, largestInput)) {
            shift--;
        }
        return shift;
    }

    private boolean fits(int channel, int shift, int largestInput) {
        long absolute = 0;
        for (int i = 0; i < real.perOutput(); i++) {
            long weight = Math.abs(Math.round(scaled(channel, i, shift)));
            if (weight > Kernel.MOST_WEIGHT) {
                return false;
            }
            absolute += weight;
        }
        return absolute * largestInput < Kernel.SUM_LIMIT - LEFT_FOR_BIAS;
    }

    private double scaled(int channel, int i, int shift) {
        return Math.scalb(
                (double) real.weights()[channel * real.perOutput() + i], inputExponent - outputExponent + shift);
    }

    /** {@return the rounded weights, as numbers} */
    float[] weights() {
        float[] values = new float[weights.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = weights[i];
        }
        return values;
    }

    /** {@return for each output channel what a sum is multiplied with to be what goes out} */
    float[] factors() {
        float[] factors = new float[shifts.length];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = Math.scalb(1f, -shifts[i]);
        }
        return factors;
    }

    /**
     * {@return the kernel with biases that make the means of its outputs right}
     *
     * @param wanted mean of each output channel, in the network's own numbers
     * @param sums mean of the sums of each output channel, without a bias
     */
    Kernel withMeans(float[] wanted, float[] sums) {
        int[] biases = new int[shifts.length];
        for (int i = 0; i < biases.length; i++) {
            double bias = Math.scalb((double) wanted[i], shifts[i] - outputExponent) - sums[i];
            biases[i] = (int) Math.max(-LEFT_FOR_BIAS + 1, Math.min(LEFT_FOR_BIAS - 1, Math.round(bias)));
        }
        return new Kernel(real.size(), real.stride(), real.padding(), real.in(), real.out(), weights, biases, shifts);
    }
}
