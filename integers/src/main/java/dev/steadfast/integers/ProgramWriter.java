package dev.steadfast.integers;

import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.DepthToSpace;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the words of a network: header, operations, sigma's table, then each operation's tables in order. */
final class ProgramWriter {
    private final IntegerNetwork network;
    private final int tablesFrom;
    private final IntStream.Builder tables = IntStream.builder();
    private final ByteArrayOutputStream weights = new ByteArrayOutputStream();
    private int tableWords;
    private int registers = 1;

    ProgramWriter(IntegerNetwork network) {
        this.network = network;
        this.tablesFrom = Program.HEADER + network.operations().size() * Program.OPERATION;
    }

    Program write() {
        List<Operation> operations = network.operations();
        int sigmas = table(network.sigmas().rows());
        IntStream.Builder words = IntStream.builder();
        for (Operation operation : operations) {
            for (int word : words(operation)) {
                words.add(word);
            }
        }
        int[] header = {
            Program.FORMAT,
            operations.size(),
            registers,
            network.sigmas().first(),
            network.sigmas().rows().length / SigmaTable.COLUMNS,
            sigmas,
            network.colours(),
            0
        };
        IntStream all = IntStream.concat(IntStream.of(header), IntStream.concat(words.build(), tables.build()));
        return new Program(all.toArray(), weights.toByteArray());
    }

    private int[] words(Operation operation) {
        int[] word = new int[Program.OPERATION];
        if (operation instanceof ReadPixels read) {
            begin(word, Program.READ_PIXELS, read.to(), 0);
            word[7] = read.tellsSigma() ? 1 : 0;
            word[8] = read.channels();
            word[9] = Format.MIDDLE;
            word[10] = read.exponent();
            word[14] = read.shift();
            word[15] = read.block();
        } else if (operation instanceof Convolution convolution) {
            begin(word, Program.CONVOLUTION, convolution.to(), convolution.from());
            put(word, convolution.kernel());
            put(word, convolution.format());
        } else if (operation instanceof Addition addition) {
            begin(word, Program.ADDITION, addition.to(), addition.left());
            word[3] = addition.right();
            put(word, addition.format());
            word[12] = addition.leftExponent();
            word[13] = addition.rightExponent();
        } else if (operation instanceof DepthToSpace depthToSpace) {
            begin(word, Program.DEPTH_TO_SPACE, depthToSpace.to(), depthToSpace.from());
            word[15] = depthToSpace.block();
        } else if (operation instanceof MaxPooling pooling) {
            begin(word, Program.MAX_POOLING, pooling.to(), pooling.from());
            word[4] = pooling.size();
        } else if (operation instanceof Logits logits) {
            begin(word, Program.LOGITS, 0, logits.from());
            put(word, logits);
        } else if (operation instanceof Denoised denoised) {
            begin(word, Program.DENOISED, 0, denoised.from());
            put(word, denoised.kernel());
            word[10] = denoised.exponent();
            word[14] = denoised.shift();
            word[15] = denoised.block();
        }
        return word;
    }

    private void begin(int[] word, int kind, int to, int from) {
        word[0] = kind;
        word[1] = to;
        word[2] = from;
        registers = Math.max(registers, to + 1);
    }

    private void put(int[] word, Kernel kernel) {
        word[4] = kernel.size();
        word[5] = kernel.stride();
        word[6] = kernel.padding();
        word[7] = kernel.channelsIn();
        word[8] = kernel.channelsOut();
        word[12] = weights.size();
        weights.writeBytes(kernel.weights());
        word[13] = table(kernel.biases());
        table(kernel.shifts());
    }

    private static void put(int[] word, Format format) {
        word[9] = format.zeroPoint();
        word[10] = format.exponent();
        word[11] = format.rectified() ? 1 : 0;
    }

    private void put(int[] word, Logits logits) {
        word[7] = logits.features();
        word[8] = logits.classes();
        word[12] = logits.exponent();
        word[13] = table(logits.weights());
        table(logits.biases());
        word[14] = logits.shift();
        word[15] = logits.largest() ? 1 : 0;
    }

    /** {@return where it begins} */
    private int table(int[] numbers) {
        int from = tablesFrom + tableWords;
        for (int number : numbers) {
            tables.add(number);
        }
        tableWords += numbers.length;
        return from;
    }
}
