package dev.steadfast.models;

import dev.steadfast.integers.Format;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Kernel;
import dev.steadfast.integers.Operation;
import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.DepthToSpace;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import dev.steadfast.integers.SigmaTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Integer networks drawn at random, with every operation, for images of 3 x 16 x 16: shaped as ours are, a U-Net or a residual network, with no sense in them. */
final class RandomNetworks {
    private final SplittableRandom random;

    /** The scale of all: 1 draws what networks look like, larger ones what saturates nearly everywhere. */
    private final int loudness;

    RandomNetworks(long seed, int loudness) {
        this.random = new SplittableRandom(seed);
        this.loudness = loudness;
    }

    IntegerNetwork classifier() {
        int width = 4 * random.nextInt(1, 9);
        List<Operation> operations = new ArrayList<>();
        Format input = new Format(Format.MIDDLE, -5, false);
        operations.add(new ReadPixels(0, 1, false, random.nextInt(3, 6), input.exponent(), random.nextInt(3)));
        int channels = ((ReadPixels) operations.get(0)).channels();
        Format format = rectified();
        operations.add(new Convolution(1, 0, kernel(3, random.nextInt(1, 3), 1, channels, width), format));
        operations.add(new MaxPooling(2, 1, 2));
        Format signed = signed();
        operations.add(new Convolution(3, 2, kernel(3, 1, 1, width, width), signed));
        operations.add(addition(1, 2, format, 3, signed, rectified()));
        Format last = ((Addition) operations.get(4)).format();
        operations.add(logits(1, width, last));
        return new IntegerNetwork(3, SigmaTable.constant(1 + random.nextInt(3), 0), operations);
    }

    IntegerNetwork denoiser() {
        int width = 4 * random.nextInt(1, 9);
        Format input = new Format(Format.MIDDLE, -5, false);
        Format fine = random.nextBoolean() ? rectified() : signed();
        Format coarse = rectified();
        Format up = signed();
        List<Operation> operations = new ArrayList<>();
        operations.add(new ReadPixels(0, 2, true, 16, input.exponent(), 7));
        operations.add(new Convolution(1, 0, kernel(3, 1, 1, 16, width), fine));
        operations.add(new Convolution(0, 1, kernel(2, 2, 0, width, 2 * width), coarse));
        operations.add(new Convolution(0, 0, kernel(1, 1, 0, 2 * width, 4 * width), up));
        operations.add(new DepthToSpace(2, 0, 2));
        operations.add(addition(3, 2, up, 1, fine, signed()));
        Format last = ((Addition) operations.get(5)).format();
        Kernel tail = kernel(3, 1, 1, width, 12);
        operations.add(new Denoised(3, tail, last.exponent(), 2, random.nextInt(6, 12)));
        return new IntegerNetwork(3, sigmas(), operations);
    }

    /** From 0.1 to 1.0. */
    private SigmaTable sigmas() {
        int first = Float.floatToIntBits(0.1f) >> SigmaTable.SHIFT;
        int rows = (Float.floatToIntBits(1.0f) >> SigmaTable.SHIFT) - first + 1;
        int[] table = new int[rows * SigmaTable.COLUMNS];
        for (int i = 0; i < table.length; i += SigmaTable.COLUMNS) {
            table[i] = random.nextInt(1, 200 * loudness);
            table[i + 1] = random.nextInt(-128, 128);
            table[i + 2] = random.nextInt(4096);
        }
        return new SigmaTable(first, table);
    }

    private Format rectified() {
        return new Format(0, -random.nextInt(3, 7), true);
    }

    private Format signed() {
        return new Format(Format.MIDDLE, -random.nextInt(3, 7), random.nextInt(8) == 0);
    }

    private Addition addition(int to, int left, Format ofLeft, int right, Format ofRight, Format format) {
        return new Addition(to, left, right, format, ofLeft.exponent(), ofRight.exponent());
    }

    private Kernel kernel(int size, int stride, int padding, int channelsIn, int channelsOut) {
        byte[] weights = new byte[channelsOut * channelsIn * size * size];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (byte) (loudness > 1 ? (random.nextBoolean() ? 63 : -63) : random.nextInt(-63, 64));
        }
        int[] biases =
                random.ints(channelsOut, -4000 * loudness, 4000 * loudness).toArray();
        // Sums of independent terms grow with the root of their number.
        int usual = (int) Math.round(Math.log(36 * 40 * Math.sqrt(channelsIn * size * size) / 40) / Math.log(2));
        int[] shifts = random.ints(channelsOut, usual - 2, usual + 2)
                .map(shift -> Math.max(0, shift - loudness + 1))
                .toArray();
        return new Kernel(size, stride, padding, channelsIn, channelsOut, weights, biases, shifts);
    }

    private Logits logits(int from, int features, Format format) {
        int classes = random.nextInt(2, 12);
        int[] weights = random.ints((long) classes * features, -2000, 2001).toArray();
        int[] biases = random.ints(classes, -100_000, 100_001).toArray();
        if (random.nextInt(4) == 0) {
            Arrays.fill(weights, 2000); // beyond what a logit holds
        }
        return new Logits(from, random.nextBoolean(), features, format.exponent(), random.nextInt(4), weights, biases);
    }
}
