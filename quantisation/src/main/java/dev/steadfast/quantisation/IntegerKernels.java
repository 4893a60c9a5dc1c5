package dev.steadfast.quantisation;

import dev.steadfast.integers.Kernel;

/**
 * Fits the weights of a convolution to what comes in and rounds them: for each output channel with the largest power of two with which they stay within 63 and the
 * sums below 2^24.
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
     * @param fit of the outputs, in the network's own numbers
     * @param inputExponent of the bytes that come in
     * @param outputExponent of the numbers that go out
     * @param largestInput of what comes in, from 0
     */
    IntegerKernels(RealKernel kernel, LeastSquares fit, int inputExponent, int outputExponent, int largestInput) {
        this.real = kernel.withWeights(fit.weights(kernel.weights()));
        this.inputExponent = inputExponent;
        this.outputExponent = outputExponent;
        this.shifts = new int[real.out()];
        for (int channel = 0; channel < real.out(); channel++) {
            shifts[channel] = shift(channel, largestInput);
        }
        byte[] rounded = fit.rounded(scaled(), Kernel.MOST_WEIGHT);
        // What makes up for rounding may be larger than what was rounded.
        while (shrunk(rounded, largestInput)) {
            rounded = fit.rounded(scaled(), Kernel.MOST_WEIGHT);
        }
        this.weights = rounded;
    }

    private float[] scaled() {
        float[] scaled = new float[real.weights().length];
        for (int channel = 0; channel < real.out(); channel++) {
            requireShift(channel);
            for (int i = 0; i < real.perOutput(); i++) {
                scaled[channel * real.perOutput() + i] = (float) scaled(channel, i, shifts[channel]);
            }
        }
        return scaled;
    }

    private void requireShift(int channel) {
        if (shifts[channel] < 0) {
            throw new QuantisationException(real.place() + ": the weights of output channel " + channel
                    + " must fit 7 bits, but are too large for what goes in and comes out");
        }
    }

    /** Takes a bit from channels whose sums could leave their bound; whether there are such. */
    private boolean shrunk(byte[] rounded, int largestInput) {
        boolean shrunk = false;
        for (int channel = 0; channel < shifts.length; channel++) {
            long absolute = 0;
            for (int i = 0; i < real.perOutput(); i++) {
                absolute += Math.abs(rounded[channel * real.perOutput() + i]);
            }
            if (!within(absolute, largestInput)) {
                shifts[channel]--;
                shrunk = true;
            }
        }
        return shrunk;
    }

    private static boolean within(long absolute, int largestInput) {
        return absolute * largestInput < Kernel.SUM_LIMIT - LEFT_FOR_BIAS;
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
        return within(absolute, largestInput);
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
