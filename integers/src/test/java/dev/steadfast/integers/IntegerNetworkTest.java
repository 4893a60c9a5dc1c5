package dev.steadfast.integers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.integers.Operation.Addition;
import dev.steadfast.integers.Operation.Convolution;
import dev.steadfast.integers.Operation.Denoised;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.Operation.ReadPixels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntegerNetworkTest {
    private static final Format BYTES = new Format(0, 0, true);
    private static final ReadPixels READ = new ReadPixels(0, 1, false, 1, 0, 0);

    @Test
    void shouldComputeByHand() {
        // Pixels 130 and 125 are 2 and -3; times 5 plus 1 is 11 and -14, halved and rounded 6 and -7, rectified 6 and
        // 0.
        IntegerNetwork network = network(
                READ,
                new Convolution(1, 0, kernel(1, 5, 1, 1), BYTES),
                new Logits(1, false, 1, 0, 1, new int[] {3, -1}, new int[] {0, 1}));

        int[] logits = new Interpreter(network).logits(new PixelImage(1, 1, 2, new int[] {130, 125}), 0.5f);

        // 3 * 6 / 2, and (1 - 6) / 2, to the even one.
        assertThat(logits).containsExactly(9, -2);
    }

    @Test
    void shouldSaturateBytesAndLogits() {
        IntegerNetwork network = network(
                READ,
                new Convolution(1, 0, kernel(1, 63, 0, 0), BYTES),
                new Logits(1, false, 1, 0, 0, new int[] {2048, -2048}, new int[] {0, 0}));
        int[] bright = new int[64 * 64];
        Arrays.fill(bright, 255);

        int[] logits = new Interpreter(network).logits(new PixelImage(1, 64, 64, bright), 0.5f);

        assertThat(logits).containsExactly(Logits.MOST_LOGIT, -Logits.MOST_LOGIT);
    }

    @Test
    void shouldTakeNoiseFromPixelsAndSaturateAtBytes() {
        SigmaTable half = new SigmaTable(0, new int[] {1, 0, 8});
        IntegerNetwork network =
                new IntegerNetwork(1, half, List.of(READ, new Denoised(0, kernel(1, 1, 0, 0), 0, 1, 4)));

        PixelImage image = new Interpreter(network).denoised(new PixelImage(1, 1, 3, new int[] {140, 131, -900}), 0.5f);

        // 140 - 12 / 2; 131 - 3 / 2 is 129.5; far below, the byte that is read is -128.
        assertThat(image.values()).containsExactly(134, 130, 0);
    }

    @Test
    void shouldRefuseSumsBeyond24BitsAndNameTheOperation() {
        byte[] weights = new byte[1045];
        Arrays.fill(weights, (byte) 63);
        Kernel wide = new Kernel(1, 1, 0, 1045, 1, weights, new int[1], new int[1]);

        assertThatThrownBy(() -> network(
                        new ReadPixels(0, 1, false, 1, 0, 0),
                        new Convolution(1, 0, spread(1045), BYTES),
                        new Convolution(2, 1, wide, BYTES)))
                .isInstanceOf(IntegerNetworkException.class)
                .hasMessageContaining("operation 3 of 3, convolution of 1045 to 1 channels")
                .hasMessageContaining("sums must stay below 2^24, but those of output channel 0 can reach 16787925");
    }

    @Test
    void shouldRefuseWeightsOfMoreThanSevenBits() {
        assertThatThrownBy(() -> kernel(1, 64, 0, 0))
                .isInstanceOf(IntegerNetworkException.class)
                .hasMessage("weight must be -63 to 63, but is 64");
    }

    @Test
    void shouldRefuseToReadWhatWasNotWrittenAndToEndWithoutAnAnswer() {
        assertThatThrownBy(() -> network(READ, new Addition(1, 0, 2, BYTES, 0, 0)))
                .hasMessageContaining("operation 2 of 2, addition: register 2 must be written before it is read");
        assertThatThrownBy(() -> network(READ)).hasMessageContaining("must make logits or an image");
    }

    @Test
    void shouldBeTheSameOnceWrittenAndRead() {
        IntegerNetwork network = network(
                READ,
                new Convolution(1, 0, kernel(3, -7, 5, 2), new Format(Format.MIDDLE, -3, false)),
                new Addition(0, 1, 0, BYTES, -3, 0),
                new Logits(0, true, 1, 0, 1, new int[] {3, -1}, new int[] {0, 1}));

        Program program = Program.of(network);

        assertThat(Program.of(program.network()).words()).isEqualTo(program.words());
        int[] other = program.words().clone();
        other[7] = 1;
        assertThatThrownBy(() -> new Program(other, program.weights()).network())
                .hasMessageContaining("differs at word 7");
        int[] shorter = Arrays.copyOf(program.words(), program.words().length - 1);
        assertThatThrownBy(() -> new Program(shorter, program.weights()).network())
                .isInstanceOf(IntegerNetworkException.class);
    }

    @Test
    void shouldRefuseEveryProgramWithADamagedWordInASentence() {
        Program program = Program.of(network(
                READ,
                new Convolution(1, 0, kernel(3, -7, 5, 2), BYTES),
                new Logits(1, true, 1, 0, 1, new int[] {3, -1}, new int[] {0, 1})));
        for (int i = 0; i < program.words().length; i++) {
            for (int damage : new int[] {-1, 1 << 20, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                int[] words = program.words().clone();
                words[i] = damage;
                try {
                    new Program(words, program.weights()).network();
                } catch (IntegerNetworkException e) {
                    assertThat(e).hasMessageContaining(" must ");
                }
            }
        }
    }

    @Test
    void shouldSayWhatAFileHoldsThatIsNoIntegerNetwork() {
        assertThatThrownBy(() -> IntegerModule.read(Path.of("../models/zoo/cifar10/classifier.pt")))
                .isInstanceOf(IntegerNetworkException.class)
                .hasMessageContaining("must hold an integer network")
                .hasMessageContaining("BFloat16");
    }

    @Test
    void shouldReadSigmaOffItsBits() throws IOException {
        SigmaTable table = new SigmaTable(Float.floatToIntBits(0.25f) >> 15, new int[] {1, 0, 0, 2, 0, 0, 3, 0, 0});

        assertThat(table.row(0.25f)).isZero();
        assertThat(table.row(0.25f * (1 + 1f / 256))).isEqualTo(1);
        assertThat(table.row(0.2f)).isZero();
        assertThat(table.row(4f)).isEqualTo(2);
    }

    private static IntegerNetwork network(Operation... operations) {
        return new IntegerNetwork(1, SigmaTable.constant(1, 0), List.of(operations));
    }

    private static Kernel kernel(int size, int weight, int bias, int shift) {
        byte[] weights = new byte[size * size];
        Arrays.fill(weights, (byte) weight);
        return new Kernel(size, 1, size / 2, 1, 1, weights, new int[] {bias}, new int[] {shift});
    }

    private static Kernel spread(int channels) {
        return new Kernel(1, 1, 0, 1, channels, new byte[channels], new int[channels], new int[channels]);
    }
}
