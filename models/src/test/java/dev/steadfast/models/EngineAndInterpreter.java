package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.integers.IntegerModule;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Interpreter;
import dev.steadfast.integers.Operation.Logits;
import dev.steadfast.integers.PixelImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Runs noisy images of 3 x 16 x 16, some of them far out, through a network's module and through the interpreter. What the interpreter makes of them lies
 * beside the module from then on, for whoever asks again, in another process too: it is what is compared with, and depends on nothing but the network.
 */
final class EngineAndInterpreter {
    private static final int SIDE = 16;
    private static final int VALUES = 3 * SIDE * SIDE;

    private final Path file;
    private final Interpreter interpreter;
    private final IntegerNetwork network;

    EngineAndInterpreter(IntegerNetwork network, Path file) throws IOException {
        IntegerModules.write(network, file);
        this.file = file;
        this.network = IntegerModule.read(file);
        this.interpreter = new Interpreter(this.network);
    }

    /**
     * {@return images of which the two made something else}
     *
     * @param kernels what prepares the module: for int8 or for fp32
     */
    List<String> differences(long seed, int batch, ModuleMethod kernels) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        int[] pixels = new int[batch * VALUES];
        float[] images = new float[pixels.length];
        float[] sigmas = new float[batch];
        for (int row = 0; row < batch; row++) {
            sigmas[row] = (float) random.nextDouble(0.05, 1.1);
            int reach = row % 4 == 3 ? 2700 : (int) (400 * sigmas[row]);
            for (int i = 0; i < VALUES; i++) {
                pixels[row * VALUES + i] = random.nextInt(-reach, 256 + reach);
                images[row * VALUES + i] = pixels[row * VALUES + i] / 255f;
            }
        }
        int[] expected = expected(seed, batch, pixels, sigmas);
        float[] answers = engine(images, sigmas, batch, kernels);
        assertThat(answers).hasSameSizeAs(expected);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            float answer = network.classifies() ? answers[i] : Math.round(answers[i] * 255);
            if (answer != expected[i]) {
                differences.add("value " + i + " of " + batch + " rows: " + answers[i] + " for " + expected[i]);
            }
        }
        return differences;
    }

    private float[] engine(float[] images, float[] sigmas, int batch, ModuleMethod kernels) {
        Shape shape = new Shape(batch, 3, SIDE, SIDE);
        try (Network engine = Network.load(file, ComputeDevice.named("cpu"), kernels);
                NDManager manager = PyTorchRuntime.engine().newBaseManager()) {
            NDArray noisy = manager.create(images, shape);
            if (network.last() instanceof Logits logits) {
                return engine.forward(new Shape(batch, logits.classes()), noisy).toFloatArray();
            }
            return engine.forward(shape, noisy, manager.create(sigmas, new Shape(batch, 1, 1, 1)))
                    .toFloatArray();
        }
    }

    private int[] expected(long seed, int batch, int[] pixels, float[] sigmas) throws IOException {
        Path known = file.resolveSibling(file.getFileName() + "-" + seed + "-" + batch);
        if (Files.exists(known)) {
            int[] read = new int[(int) Files.size(known) / Integer.BYTES];
            ByteBuffer.wrap(Files.readAllBytes(known)).asIntBuffer().get(read);
            return read;
        }
        int[] computed = IntStream.range(0, batch)
                .mapToObj(row -> interpreted(Arrays.copyOfRange(pixels, row * VALUES, (row + 1) * VALUES), sigmas[row]))
                .flatMapToInt(Arrays::stream)
                .toArray();
        ByteBuffer bytes = ByteBuffer.allocate(computed.length * Integer.BYTES);
        bytes.asIntBuffer().put(computed);
        Files.write(known, bytes.array());
        return computed;
    }

    private int[] interpreted(int[] pixels, float sigma) {
        PixelImage image = new PixelImage(3, SIDE, SIDE, pixels);
        return network.classifies()
                ? interpreter.logits(image, sigma)
                : interpreter.denoised(image, sigma).values();
    }
}
