package dev.steadfast.training.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;

/**
 * Images with their labels.
 *
 * @param pixels {@code uint8} of shape [rows, channels, height, width], flat
 * @param labels a class each
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier for the hot path: never compared, never changed
public record ImageBatch(byte[] pixels, int[] labels, int channels, int height, int width) {
    private static final float WHITE = 255f;

    public int rows() {
        return labels.length;
    }

    /** {@return the images as float32 [rows, channels, height, width] in [0, 1]} */
    public NDArray images(NDManager manager) {
        Shape shape = new Shape(rows(), channels, height, width);
        return manager.create(ByteBuffer.wrap(pixels), shape, DataType.UINT8)
                .toType(DataType.FLOAT32, false)
                .divi(WHITE);
    }

    /** {@return the labels as probabilities, float32 [rows, classes]; {@code smoothing} is spread over all classes evenly} */
    public NDArray targets(NDManager manager, int classes, float smoothing) {
        float[] targets = new float[rows() * classes];
        java.util.Arrays.fill(targets, smoothing / classes);
        for (int row = 0; row < rows(); row++) {
            targets[row * classes + labels[row]] += 1 - smoothing;
        }
        return manager.create(targets, new Shape(rows(), classes));
    }
}
