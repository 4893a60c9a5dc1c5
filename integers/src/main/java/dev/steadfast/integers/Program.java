package dev.steadfast.integers;

import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.DepthToSpace;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.MaxPooling;
import dev.steadfast.integers.Operation.ReadPixels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network as a file holds it: numbers, and apart from them the convolutions' weights. {@code docs/explanation/integer-networks.md} says what each word means.
 *
 * @param words 32-bit: a header, the operations, their tables
 * @param weights 8-bit
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared
public record Program(int[] words, byte[] weights) {
    /** The format of this version. */
    public static final int FORMAT = 1;

    static final int HEADER = 8;
    static final int OPERATION = 16;

    static final int READ_PIXELS = 1;
    static final int CONVOLUTION = 2;
    static final int ADDITION = 3;
    static final int DEPTH_TO_SPACE = 4;
    static final int MAX_POOLING = 5;
    static final int LOGITS = 6;
    static final int DENOISED = 7;

    /** {@return the program of a network} */
    public static Program of(IntegerNetwork network) {
        return new ProgramWriter(network).write();
    }

    /**
     * {@return the network of this program}
     *
     * @throws IntegerNetworkException if it is none; the operation is named
     */
    public IntegerNetwork network() {
        try {
            Rules.equal("format", word(0), FORMAT);
            Rules.inRange("operations", word(1), 1, (words.length - HEADER) / OPERATION);
            SigmaTable sigmas = new SigmaTable(word(3), table(word(5), (long) word(4) * SigmaTable.COLUMNS));
            List<Operation> operations = new ArrayList<>();
            for (int i = 0; i < word(1); i++) {
                operations.add(
                        operation(i, Arrays.copyOfRange(words, HEADER + i * OPERATION, HEADER + (i + 1) * OPERATION)));
            }
            IntegerNetwork network = new IntegerNetwork(word(6), sigmas, operations);
            checkNothingElse(network);
            return network;
        } catch (IndexOutOfBoundsException e) {
            throw new IntegerNetworkException(
                    "the program must hold all that it names, but ends before: " + e.getMessage(), e);
        }
    }

    /** A program means one network, and a network has one program: nothing is hidden in words that are not read. */
    private void checkNothingElse(IntegerNetwork network) {
        Program written = of(network);
        if (!Arrays.equals(written.words, words) || !Arrays.equals(written.weights, weights)) {
            throw new IntegerNetworkException(
                    "the program must be written in the one order of the format, but differs at word "
                            + Arrays.mismatch(written.words, words) + ", weight "
                            + Arrays.mismatch(written.weights, weights));
        }
    }

    private Operation operation(int index, int[] word) {
        try {
            return switch (word[0]) {
                case READ_PIXELS -> new ReadPixels(word[1], word[15], word[7] == 1, word[8], word[10], word[14]);
                case CONVOLUTION -> new Convolution(word[1], word[2], kernel(word), format(word));
                case ADDITION -> new Addition(word[1], word[2], word[3], format(word), word[12], word[13]);
                case DEPTH_TO_SPACE -> new DepthToSpace(word[1], word[2], word[15]);
                case MAX_POOLING -> new MaxPooling(word[1], word[2], word[4]);
                case LOGITS -> logits(word);
                case DENOISED -> new Denoised(word[2], kernel(word), word[10], word[15], word[14]);
                default -> throw new IntegerNetworkException("kind must be 1 to " + DENOISED + ", but is " + word[0]);
            };
        } catch (IntegerNetworkException e) {
            throw new IntegerNetworkException("operation " + (index + 1) + ": " + e.getMessage(), e);
        }
    }

    private static Format format(int[] word) {
        return new Format(word[9], word[10], word[11] == 1);
    }

    private Kernel kernel(int[] word) {
        long count = (long) word[7] * word[8] * word[4] * word[4];
        Rules.inRange("weights from " + word[12], count, 1, weights.length - word[12]);
        return new Kernel(
                word[4],
                word[5],
                word[6],
                word[7],
                word[8],
                Arrays.copyOfRange(weights, word[12], word[12] + (int) count),
                table(word[13], word[8]),
                table(word[13] + word[8], word[8]));
    }

    private Logits logits(int[] word) {
        long count = (long) word[7] * word[8];
        return new Logits(
                word[2],
                word[15] == 1,
                word[7],
                word[12],
                word[14],
                table(word[13], count),
                table((int) (word[13] + count), word[8]));
    }

    private int word(int index) {
        return words[index];
    }

    private int[] table(int from, long count) {
        Rules.inRange("numbers from " + from, count, 1, (long) words.length - Math.max(0, from));
        return Arrays.copyOfRange(words, from, from + (int) count);
    }
}
