package dev.steadfast.integers;

/**
 * An image of whole numbers, in units of 1/255: pixels are 0 to 255, noisy ones may be beyond.
 *
 * @param values {@code [channels, height, width]}
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared
public record PixelImage(int channels, int height, int width, int[] values) {

    /** @throws IllegalArgumentException if there is not a value for each pixel */
    public PixelImage {
        if (channels < 1 || height < 1 || width < 1 || values.length != (long) channels * height * width) {
            throw new IllegalArgumentException("an image of " + channels + " x " + height + " x " + width
                    + " cannot have " + values.length + " values");
        }
    }

    static PixelImage of(int channels, int height, int width) {
        return new PixelImage(channels, height, width, new int[channels * height * width]);
    }

    int at(int channel, int row, int column) {
        return values[(channel * height + row) * width + column];
    }

    void set(int channel, int row, int column, int value) {
        values[(channel * height + row) * width + column] = value;
    }
}
