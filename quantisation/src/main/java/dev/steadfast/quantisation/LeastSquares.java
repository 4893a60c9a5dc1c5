package dev.steadfast.quantisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;

/**
 * Weights of a convolution by least squares: those with which its outputs are what they should be, when what comes in are the integers of the layers before it.
 * Then they are rounded, one input after the other, and those that are not rounded yet make up for what the rounded ones are off by, as far as their
 * inputs go together (GPTQ: Frantar, Ashkboos, Hoefler and Alistarh 2023). Means do not count: biases make up for them.
 */
final class LeastSquares {
    /** Times the mean variance of an input: how strongly weights are drawn towards what they were, so that few images suffice. */
    private static final double RIDGE = 0.3;

    private static final double LEAST_VARIANCE = 1e-6;

    /** Images at once. */
    private static final int PART = 32;

    /** Inputs that are rounded one after the other, before the others make up for them at once. */
    private static final int BLOCK = 64;

    private final int inputs;
    private final double ridge;
    private final NDArray inverse;
    private final NDArray covariances;

    /**
     * @param in what comes in, {@code [images, channels in, height, width]}
     * @param wanted outputs, {@code [images, channels out, height, width]}
     */
    LeastSquares(NDArray in, NDArray wanted, RealKernel kernel) {
        this.inputs = kernel.perOutput();
        NDManager manager = in.getManager();
        NDArray squares = zeros(manager, inputs, inputs);
        NDArray products = zeros(manager, inputs, kernel.out());
        NDArray sums = zeros(manager, inputs, 1);
        NDArray wantedSums = zeros(manager, 1, kernel.out());
        double places = 0;
        for (long first = 0; first < in.getShape().get(0); first += PART) {
            String part = first + ":" + Math.min(in.getShape().get(0), first + PART);
            try (NDArray x = patches(in.get(part), kernel);
                    NDArray y = byChannel(wanted.get(part))) {
                squares.addi(exact(x.matMul(x.transpose())));
                products.addi(exact(x.matMul(y.transpose())));
                sums.addi(exact(x.sum(new int[] {1})).reshape(inputs, 1));
                wantedSums.addi(exact(y.sum(new int[] {1})).reshape(1, kernel.out()));
                places += x.getShape().get(1);
            }
        }
        NDArray means = sums.div(places);
        NDArray variances = squares.div(places).sub(means.matMul(means.transpose()));
        this.covariances = products.div(places).sub(means.matMul(wantedSums.div(places)));
        NDArray unit = exact(manager.eye(inputs));
        double mean = variances.mul(unit).sum().getDouble() / inputs;
        this.ridge = RIDGE * Math.max(mean, LEAST_VARIANCE);
        this.inverse =
                variances.add(unit.mul(ridge)).toType(DataType.FLOAT32, false).inverse();
    }

    private static NDArray zeros(NDManager manager, long rows, long columns) {
        return manager.zeros(new Shape(rows, columns), DataType.FLOAT64);
    }

    private static NDArray exact(NDArray values) {
        return values.toType(DataType.FLOAT64, false);
    }

    /**
     * {@return the weights with which outputs are best, drawn towards others}
     *
     * @param weights the others, {@code [channels out, inputs]}
     */
    float[] weights(float[] weights) {
        NDArray others = inverse.getManager().create(weights, new Shape(weights.length / inputs, inputs));
        NDArray wanted = covariances.toType(DataType.FLOAT32, false);
        NDArray best = inverse.matMul(wanted.add(others.transpose().mul(ridge)));
        return best.transpose().toFloatArray();
    }

    /**
     * {@return whole numbers in place of weights}
     *
     * @param weights {@code [channels out, inputs]}, in the unit of the whole numbers
     * @param most how far from 0 a number may be
     */
    byte[] rounded(float[] weights, int most) {
        int channels = weights.length / inputs;
        byte[] whole = new byte[weights.length];
        NDArray left = inverse.duplicate();
        NDArray waiting = inverse.getManager().create(weights, new Shape(channels, inputs));
        for (int first = 0; first < inputs; first += BLOCK) {
            int size = Math.min(BLOCK, inputs - first);
            try (NDArray oldLeft = left;
                    NDArray oldWaiting = waiting) {
                float[][] rows = rows(oldLeft.get("0:" + size));
                float[][] own = rows(oldWaiting.get(":, 0:" + size));
                float[][] off = new float[channels][size];
                for (int i = 0; i < size; i++) {
                    for (int channel = 0; channel < channels; channel++) {
                        float weight = own[channel][i];
                        float value = (float) Math.rint(Math.max(-most, Math.min(most, weight)));
                        whole[channel * inputs + first + i] = (byte) value;
                        off[channel][i] = (weight - value) / rows[i][i];
                        subtract(own[channel], rows[i], off[channel][i], i + 1, size);
                    }
                    for (int other = i + 1; other < size; other++) {
                        subtract(rows[other], rows[i], rows[other][i] / rows[i][i], i, inputs - first);
                    }
                }
                waiting = madeUp(oldWaiting, off, rows, size);
                left = eliminated(oldLeft, rows, size);
            }
        }
        left.close();
        waiting.close();
        return whole;
    }

    /** {@return the weights behind a block, which make up for what those of the block are off by} */
    private static NDArray madeUp(NDArray waiting, float[][] off, float[][] rows, int size) {
        NDManager manager = waiting.getManager();
        return waiting.get(":, " + size + ":")
                .sub(manager.create(off).matMul(manager.create(rows).get(":, " + size + ":")));
    }

    /** {@return the inverse without the inputs of a block} */
    private static NDArray eliminated(NDArray left, float[][] rows, int size) {
        float[] pivots = new float[size];
        for (int i = 0; i < size; i++) {
            pivots[i] = rows[i][i];
        }
        NDManager manager = left.getManager();
        NDArray behind = manager.create(rows).get(":, " + size + ":");
        NDArray shares = behind.div(manager.create(pivots).reshape(size, 1));
        return left.get(size + ":, " + size + ":").sub(behind.transpose().matMul(shares));
    }

    private static float[][] rows(NDArray matrix) {
        float[] flat = matrix.toFloatArray();
        int columns = Math.toIntExact(matrix.getShape().get(1));
        float[][] rows = new float[flat.length / columns][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOfRange(flat, i * columns, (i + 1) * columns);
        }
        return rows;
    }

    private static void subtract(float[] from, float[] row, float factor, int first, int end) {
        for (int j = first; j < end; j++) {
            from[j] -= factor * row[j];
        }
    }

    /** {@return {@code [inputs, places]}, inputs in the order of weights: channel, row, column} */
    private static NDArray patches(NDArray in, RealKernel kernel) {
        long images = in.getShape().get(0);
        NDArray x = padded(in, kernel.padding());
        long rows = (x.getShape().get(2) - kernel.size()) / kernel.stride() + 1;
        long columns = (x.getShape().get(3) - kernel.size()) / kernel.stride() + 1;
        NDList taps = new NDList();
        for (int row = 0; row < kernel.size(); row++) {
            for (int column = 0; column < kernel.size(); column++) {
                taps.add(x.get(
                        ":, :, " + slice(row, rows, kernel.stride()) + ", " + slice(column, columns, kernel.stride())));
            }
        }
        return byChannel(NDArrays.stack(taps, 2).reshape(images, kernel.perOutput(), rows, columns));
    }

    private static String slice(long first, long count, long stride) {
        return first + ":" + (first + (count - 1) * stride + 1) + ":" + stride;
    }

    private static NDArray padded(NDArray x, int padding) {
        if (padding == 0) {
            return x;
        }
        NDManager manager = x.getManager();
        Shape shape = x.getShape();
        NDArray beside = manager.zeros(new Shape(shape.get(0), shape.get(1), shape.get(2), padding));
        NDArray wide = NDArrays.concat(new NDList(beside, x, beside), 3);
        NDArray above = manager.zeros(
                new Shape(shape.get(0), shape.get(1), padding, wide.getShape().get(3)));
        return NDArrays.concat(new NDList(above, wide, above), 2);
    }

    private static NDArray byChannel(NDArray x) {
        return x.transpose(1, 0, 2, 3).reshape(x.getShape().get(1), -1);
    }
}
