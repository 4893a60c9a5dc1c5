package dev.steadfast.integers;

/**
 * One step of a network. It reads registers that earlier steps wrote and writes one; the last makes the answer. What each computes, and why it is exact on every
 * machine, is in {@code docs/explanation/integer-networks.md}.
 */
public sealed interface Operation {

    /** {@return its name in the page and in messages} */
    String name();

    /**
     * Noisy pixels n become {@code (n - 128) * gain * 2^-shift}, a channel of a place for each pixel of a block, in the order row, column, colour; behind them, if there is one, a channel that tells
     * sigma; and zeros.
     *
     * @param to the register
     * @param block rows and columns of pixels that become channels of one place, 1 to 4
     * @param tellsSigma whether there is a channel of {@link SigmaTable}'s plane
     * @param channels in all
     * @param exponent of the bytes; their zero point is 128
     * @param shift 0 to 16
     */
    record ReadPixels(int to, int block, boolean tellsSigma, int channels, int exponent, int shift)
            implements Operation {
        private static final int MOST_SHIFT = 16;
        private static final int MOST_BLOCK = 4;

        public ReadPixels {
            Rules.inRange("block", block, 1, MOST_BLOCK);
            Rules.inRange("channels", channels, 1, Rules.MOST_CHANNELS);
            Rules.inRange("shift", shift, 0, MOST_SHIFT);
        }

        Format format() {
            return new Format(Format.MIDDLE, exponent, false);
        }

        @Override
        public String name() {
            return "read pixels";
        }
    }

    /** A convolution; the format says whether a rectifier follows. */
    record Convolution(int to, int from, Kernel kernel, Format format) implements Operation {

        @Override
        public String name() {
            return "convolution of " + kernel;
        }
    }

    /** Left plus right, each in its own exponent. */
    record Addition(int to, int left, int right, Format format, int leftExponent, int rightExponent)
            implements Operation {

        @Override
        public String name() {
            return "addition";
        }
    }

    /** Channels in the order row, column, channel become a block of places. */
    record DepthToSpace(int to, int from, int block) implements Operation {

        public DepthToSpace {
            Rules.inRange("block", block, 2, 4);
        }

        @Override
        public String name() {
            return "depth to space";
        }
    }

    /** The largest of each {@code size * size} places; what is left over at the right and below does not count. */
    record MaxPooling(int to, int from, int size) implements Operation {

        public MaxPooling {
            Rules.inRange("size", size, 2, 4);
        }

        @Override
        public String name() {
            return "max pooling";
        }
    }

    /**
     * The sum of each channel over all places, or the largest of it; then {@code (sum of weight * feature + bias) * 2^-shift}, rounded and saturated, for each class.
     *
     * @param from the register
     * @param largest whether the largest of a channel counts and not the sum
     * @param features channels
     * @param exponent of the register
     * @param shift 0 to 24
     * @param weights {@code [classes, features]}
     * @param biases one for each class
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
    record Logits(int from, boolean largest, int features, int exponent, int shift, int[] weights, int[] biases)
            implements Operation {
        /** Where logits saturate: what fp32 holds exactly. */
        public static final int MOST_LOGIT = (1 << 24) - 1;

        /** The largest weight: 2^11 * 2^8 * 2^14 channels * 2^20 places is 2^53, up to where fp64 is exact. */
        public static final int MOST_WEIGHT = 1 << 11;

        private static final int MOST_BIAS = 1 << 28;

        public Logits {
            Rules.inRange("classes", biases.length, 2, Rules.MOST_CHANNELS);
            Rules.inRange("features", features, 1, Rules.MOST_CHANNELS);
            Rules.equal("weights", weights.length, (long) biases.length * features);
            Rules.inRange("shift", shift, 0, Rules.MOST_EXPONENT);
            for (int weight : weights) {
                Rules.inRange("weight", weight, -MOST_WEIGHT, MOST_WEIGHT);
            }
            for (int bias : biases) {
                Rules.inRange("bias", bias, -MOST_BIAS, MOST_BIAS);
            }
        }

        /** {@return the number of classes} */
        public int classes() {
            return biases.length;
        }

        @Override
        public String name() {
            return "logits of " + classes() + " classes";
        }
    }

    /**
     * A convolution whose outputs, saturated at 2047, are noise: times {@link SigmaTable}'s amount and {@code 2^-shift} they are taken from the noisy pixels. What is left,
     * rounded and saturated, is an image of bytes.
     *
     * @param from the register
     * @param kernel its output channels are those of a block of pixels, in the order row, column, colour
     * @param exponent of the register
     * @param block rows and columns of pixels of a place
     * @param shift 0 to 16
     */
    record Denoised(int from, Kernel kernel, int exponent, int block, int shift) implements Operation {
        /** The largest noise, before amount and shift. */
        public static final int MOST_NOISE = 2047;

        public Denoised {
            Rules.inRange("block", block, 1, 4);
            Rules.inRange("shift", shift, 0, 16);
        }

        @Override
        public String name() {
            return "denoised image, by a convolution of " + kernel;
        }
    }
}
