package dev.steadfast.quantisation;

import dev.steadfast.bundles.StoredModule;
import java.io.IOException;

/**
 * The weights of a convolution in floating point, normalisation folded into them.
 *
 * @param place in the module that it is from, for messages
 * @param weights {@code [out, in, size, size]}
 * @param biases one for each output channel
 */
@SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
record RealKernel(String place, int size, int stride, int padding, int in, int out, float[] weights, float[] biases) {
    private static final double EPSILON = 1e-5;

    /** @throws QuantisationException if the module is no convolution of {@code models/architectures} */
    static RealKernel of(StoredModule module) throws IOException {
        return switch (module.className()) {
            case "Conv2d" -> of(module, module.weights("bias").values());
            case "ConvNorm" -> folded(module);
            default ->
                throw new QuantisationException(module.place() + " is a " + module.className()
                        + ", which has no integer form; Conv2d and ConvNorm of models/architectures have one");
        };
    }

    private static RealKernel of(StoredModule module, float[] biases) throws IOException {
        StoredModule.Weights weight = module.weights("weight");
        int out = Math.toIntExact(weight.sizes()[0]);
        int in = Math.toIntExact(weight.sizes()[1]);
        int size = Math.toIntExact(weight.sizes()[2]);
        int padding = module.number("padding");
        return new RealKernel(module.place(), size, module.number("stride"), padding, in, out, weight.values(), biases);
    }

    private static RealKernel folded(StoredModule module) throws IOException {
        float[] scale = module.weights("scale").values();
        float[] shift = module.weights("shift").values();
        float[] mean = module.weights("running_mean").values();
        float[] variance = module.weights("running_var").values();
        float[] biases = new float[scale.length];
        double[] factors = new double[scale.length];
        for (int i = 0; i < scale.length; i++) {
            factors[i] = scale[i] / Math.sqrt(variance[i] + EPSILON);
            biases[i] = (float) (shift[i] - mean[i] * factors[i]);
        }
        RealKernel plain = of(module, biases);
        for (int i = 0; i < plain.weights.length; i++) {
            plain.weights[i] = (float) (plain.weights[i] * factors[i / plain.perOutput()]);
        }
        return plain;
    }

    /** {@return the weights of an output channel} */
    int perOutput() {
        return in * size * size;
    }

    /**
     * {@return the same with other channels}
     *
     * @param outputs which output channel comes at each place
     */
    RealKernel withOutputs(int[] outputs) {
        float[] moved = new float[weights.length];
        float[] movedBiases = new float[out];
        for (int to = 0; to < out; to++) {
            System.arraycopy(weights, outputs[to] * perOutput(), moved, to * perOutput(), perOutput());
            movedBiases[to] = biases[outputs[to]];
        }
        return new RealKernel(place, size, stride, padding, in, out, moved, movedBiases);
    }

    /** {@return the same for input channels that are sums of this one's, times a factor; {@code sources[i]} are those of input channel i, none for one of zeros} */
    RealKernel withInputs(int[][] sources, double[] factors) {
        int taps = size * size;
        float[] summed = new float[out * sources.length * taps];
        for (int o = 0; o < out; o++) {
            for (int i = 0; i < sources.length; i++) {
                for (int source : sources[i]) {
                    for (int tap = 0; tap < taps; tap++) {
                        summed[(o * sources.length + i) * taps + tap] +=
                                (float) (weights[(o * in + source) * taps + tap] * factors[i]);
                    }
                }
            }
        }
        return new RealKernel(place, size, stride, padding, sources.length, out, summed, biases);
    }

    /** {@return the same with other weights} */
    RealKernel withWeights(float[] others) {
        return new RealKernel(place, size, stride, padding, in, out, others, biases);
    }
}
