package dev.steadfast.models;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * The input of one forward pass, in native memory: noisy images and the sigma of each. The shape is fixed; rows beyond the ones
 * added are padding.
 *
 * <p>Threading notes: belongs to one thread at a time.
 */
final class ForwardBatch {
    private static final float PIXEL_SCALE = 255;

    private final int capacity;
    private final ByteBuffer imageBytes;
    private final ByteBuffer sigmaBytes;
    private final FloatBuffer images;
    private final FloatBuffer sigmas;
    private final float[] row;
    private int rows;

    ForwardBatch(int capacity, int valuesPerImage) {
        this.capacity = capacity;
        this.imageBytes = floats(Math.multiplyExact(capacity, valuesPerImage));
        this.sigmaBytes = floats(capacity);
        this.images = imageBytes.asFloatBuffer();
        this.sigmas = sigmaBytes.asFloatBuffer();
        this.row = new float[valuesPerImage];
    }

    /** {@return the largest capacity: a buffer has at most 2 GiB} */
    static int mostImages(int valuesPerImage) {
        return Integer.MAX_VALUE / Float.BYTES / valuesPerImage;
    }

    /**
     * Adds one sample to a batch that is not full: {@code (pixel + noise) / 255}, correctly rounded and not clipped: the sum is an integer, so the network's
     * input is the same to the last bit everywhere.
     */
    void add(byte[] image, short[] noise, double sigma) {
        for (int i = 0; i < row.length; i++) {
            row[i] = (Byte.toUnsignedInt(image[i]) + noise[i]) / PIXEL_SCALE;
        }
        images.put(rows * row.length, row);
        sigmas.put(rows, (float) sigma);
        rows++;
    }

    boolean isFull() {
        return rows == capacity;
    }

    void clear() {
        rows = 0;
    }

    /** The images, {@code float32 [capacity, channels, height, width]}. What pads is whatever was there before, or zero. */
    ByteBuffer images() {
        return imageBytes.rewind();
    }

    /** One sigma for each image, {@code float32 [capacity, 1, 1, 1]}. */
    ByteBuffer sigmas() {
        return sigmaBytes.rewind();
    }

    private static ByteBuffer floats(int count) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES)).order(ByteOrder.nativeOrder());
    }
}
