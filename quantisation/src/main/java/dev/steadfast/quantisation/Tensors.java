package dev.steadfast.quantisation;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;

/** Operations on {@code float32 [images, channels, height, width]}. */
final class Tensors {
    private static final Shape ONE = new Shape(1, 1);

    private Tensors() {}

    /** Without a bias. */
    static NDArray convolved(NDArray x, float[] weights, RealKernel kernel) {
        Shape shape = new Shape(kernel.out(), kernel.in(), kernel.size(), kernel.size());
        Shape stride = new Shape(kernel.stride(), kernel.stride());
        Shape padding = new Shape(kernel.padding(), kernel.padding());
        try (NDArray weight = x.getManager().create(weights, shape);
                NDArray bias = x.getManager().zeros(new Shape(kernel.out()))) {
            NDList result = Conv2d.conv2d(x, weight, bias, stride, padding, ONE);
            return result.singletonOrThrow();
        }
    }

    /** {@return a value for each channel, to be added to or multiplied with the channel} */
    static NDArray perChannel(NDArray like, float[] values) {
        return like.getManager().create(values, new Shape(1, values.length, 1, 1));
    }

    /** {@return the mean of each channel} */
    static float[] means(NDArray x) {
        // DJL takes means along one axis only.
        try (NDArray means =
                x.transpose(1, 0, 2, 3).reshape(x.getShape().get(1), -1).mean(new int[] {1})) {
            return means.toFloatArray();
        }
    }

    /** {@return the places of each channel side by side: {@code [images, channels, places]}} */
    static NDArray places(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), -1);
    }

    /** Pixels of a block become channels, in the order row, column, colour. */
    static NDArray spaceToDepth(NDArray x, int block) {
        long n = x.getShape().get(0);
        long c = x.getShape().get(1);
        long h = x.getShape().get(2) / block;
        long w = x.getShape().get(3) / block;
        return x.reshape(n, c, h, block, w, block)
                .transpose(0, 3, 5, 1, 2, 4)
                .reshape(n, (long) block * block * c, h, w);
    }

    /** The reverse. */
    static NDArray depthToSpace(NDArray x, int block) {
        long n = x.getShape().get(0);
        long c = x.getShape().get(1) / ((long) block * block);
        long h = x.getShape().get(2);
        long w = x.getShape().get(3);
        return x.reshape(n, block, block, c, h, w).transpose(0, 3, 4, 1, 5, 2).reshape(n, c, h * block, w * block);
    }

    /** The largest of each square; what is left over does not count. */
    static NDArray maxPooled(NDArray x, int size) {
        long n = x.getShape().get(0);
        long c = x.getShape().get(1);
        long h = x.getShape().get(2) / size;
        long w = x.getShape().get(3) / size;
        return x.get(":, :, :" + h * size + ", :" + w * size)
                .reshape(n, c, h, size, w, size)
                .max(new int[] {5})
                .max(new int[] {3});
    }
}
