package dev.steadfast.integers;

import java.util.Arrays;

/**
 * The weights of a convolution, and how its sums become outputs. An output is {@code (sum of weight * input + bias) * 2^-shift}, rounded; its bias and its
 * shift are those of its channel.
 *
 * @param size rows and columns of the window, 1 to 7
 * @param stride rows and columns from one window to the next, 1 or 2
 * @param padding rows and columns of zeros around the input, less than the size
 * @param channelsIn of the input
 * @param channelsOut of the output
 * @param weights -63 to 63, {@code [channelsOut, channelsIn, size, size]}
 * @param biases one for each output channel
 * @param shifts one for each output channel, 0 to 24
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
public record Kernel(
        int size,
        int stride,
        int padding,
        int channelsIn,
        int channelsOut,
        byte[] weights,
        int[] biases,
        int[] shifts) {

    /**
     * The largest weight. Kernels without VNNI add pairs of products in 16 bits, which 255 * 63 * 2 fits and 255 * 65 * 2 does not.
     */
    public static final int MOST_WEIGHT = 63;

    /** Sums stay below this, so that they are exact in fp32 whatever the order in which they are added. */
    public static final int SUM_LIMIT = 1 << 24;

    private static final int MOST_SIZE = 7;
    private static final int MOST_SHIFT = 24;

    /** @throws IntegerNetworkException if a value breaks its rule */
    public Kernel {
        Rules.inRange("kernel size", size, 1, MOST_SIZE);
        Rules.inRange("stride", stride, 1, 2);
        Rules.inRange("padding", padding, 0, size - 1);
        Rules.inRange("channels in", channelsIn, 1, Rules.MOST_CHANNELS);
        Rules.inRange("channels out", channelsOut, 1, Rules.MOST_CHANNELS);
        Rules.equal("weights", weights.length, (long) channelsOut * channelsIn * size * size);
        Rules.equal("biases", biases.length, channelsOut);
        Rules.equal("shifts", shifts.length, channelsOut);
        for (byte weight : weights) {
            Rules.inRange("weight", weight, -MOST_WEIGHT, MOST_WEIGHT);
        }
        for (int shift : shifts) {
            Rules.inRange("shift", shift, 0, MOST_SHIFT);
        }
    }

    /** {@return how far a sum of an output channel can be from 0, its bias included} */
    public long largestSum(int channel, int largestInput) {
        int perChannel = channelsIn * size * size;
        long absolute = 0;
        for (int i = 0; i < perChannel; i++) {
            absolute += Math.abs(weights[channel * perChannel + i]);
        }
        return absolute * largestInput + Math.abs((long) biases[channel]);
    }

    void checkSums(int largestInput) {
        for (int channel = 0; channel < channelsOut; channel++) {
            long largest = largestSum(channel, largestInput);
            if (largest >= SUM_LIMIT) {
                throw new IntegerNetworkException(
                        "sums must stay below 2^24, but those of output channel " + channel + " can reach " + largest);
            }
        }
    }

    /** {@return the weights in another order: {@code [size * size * channelsIn][channelsOut]}, the channels of a place side by side as in {@link Plane}} */
    int[][] outputsLast() {
        int taps = size * size;
        int[][] rows = new int[taps * channelsIn][channelsOut];
        for (int i = 0; i < weights.length; i++) {
            int tap = i % taps;
            int in = i / taps % channelsIn;
            rows[tap * channelsIn + in][i / taps / channelsIn] = weights[i];
        }
        return rows;
    }

    @Override
    public String toString() {
        return channelsIn + " to " + channelsOut + " channels, " + size + " x " + size + ", stride " + stride
                + ", shifts " + Arrays.stream(shifts).min().orElse(0) + " to "
                + Arrays.stream(shifts).max().orElse(0);
    }
}
