package dev.steadfast.training.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.optimisation.Network;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Whether PyTorch's float32 convolutions give right gradients on this machine: those of a small network, three convolutions of 3 to 12 channels, compared
 * with central differences of its loss. oneDNN 3.7, which computes them, gives wrong ones, and NaN at times, on AMD's Zen 5 in a virtual machine that
 * does not tell the sizes of its caches, unless it is kept to SSE 4.1. (The network is {@code TinyDenoiser} of the tests' {@code tiny_networks.py}.)
 */
public final class ConvolutionCheck {
    private static final String NETWORK = "few-channels.pt";

    private static final float SIGMA = 0.25f;
    private static final int IMAGES = 16;
    private static final int SIDE = 8;
    private static final int SEED = 3;

    private static final float STEP = 0.01f;

    /** The gradients are of the size of 0.1; right ones are within a hundredth of this. */
    private static final double TOLERANCE = 0.003;

    private ConvolutionCheck() {}

    /**
     * Takes some hundredths of a second, on one thread: with several, results are wrong only now and then.
     *
     * @return whether the gradients agree
     */
    public static boolean passes() {
        PyTorchRuntime.engine();
        int threads = JniUtils.getNumThreads();
        JniUtils.setNumThreads(1);
        try (NDManager manager = PyTorchRuntime.engine()
                        .newBaseManager(ComputeDevice.named("cpu").djl());
                Network network = load()) {
            PyTorchRuntime.engine().setRandomSeed(SEED);
            NDArray images = manager.randomUniform(0, 1, new Shape(IMAGES, 3, SIDE, SIDE));
            NDArray sigma = manager.full(new Shape(IMAGES, 1, 1, 1), SIGMA);
            try (GradientCollector gradients = PyTorchRuntime.engine().newGradientCollector()) {
                gradients.backward(loss(network.forward(images, sigma), images));
            }
            return biases(network).stream().allMatch(bias -> agrees(network, bias, images, sigma));
        } finally {
            JniUtils.setNumThreads(threads);
        }
    }

    private static List<NDArray> biases(Network network) {
        return network.weights().stream()
                .filter(weight -> weight.getShape().dimension() == 1)
                .toList();
    }

    private static boolean agrees(Network network, NDArray bias, NDArray images, NDArray sigma) {
        float[] gradient = bias.getGradient().toFloatArray();
        float[] values = bias.toFloatArray();
        for (int i = 0; i < values.length; i++) {
            double above = lossAt(network, bias, moved(values, i, STEP), images, sigma);
            double below = lossAt(network, bias, moved(values, i, -STEP), images, sigma);
            if (!(Math.abs((above - below) / (2 * STEP) - gradient[i]) < TOLERANCE)) { // nor with a NaN
                return false;
            }
        }
        bias.set(FloatBuffer.wrap(values));
        return true;
    }

    private static float[] moved(float[] values, int index, float by) {
        float[] moved = values.clone();
        moved[index] += by;
        return moved;
    }

    private static double lossAt(Network network, NDArray bias, float[] values, NDArray images, NDArray sigma) {
        bias.set(FloatBuffer.wrap(values));
        return loss(network.infer(images, sigma), images).getFloat();
    }

    private static NDArray loss(NDArray denoised, NDArray images) {
        return denoised.sub(images).square().mean();
    }

    /** The engine reads files. */
    private static Network load() {
        try {
            Path file = Files.createTempFile("steadfast-", ".pt");
            try (InputStream in = Objects.requireNonNull(ConvolutionCheck.class.getResourceAsStream(NETWORK))) {
                Files.write(file, in.readAllBytes());
                return Network.trainable(file, Path.of(NETWORK), ComputeDevice.named("cpu"));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new TrainingException(NETWORK + " cannot be unpacked to the folder for temporary files: " + e, e);
        }
    }
}
