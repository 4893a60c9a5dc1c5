package dev.steadfast.bundles;

/**
 * The image that a bundle classifies: {@code uint8} values, channel-first, rows from top to bottom.
 *
 * @param channels colour channels; 3 (red, green, blue) in format 1
 * @param height pixels, 1 to 4096
 * @param width pixels, 1 to 4096
 */
public record InputShape(int channels, int height, int width) {
    private static final int MOST_PIXELS_A_SIDE = 4096;

    /** @throws IllegalArgumentException if a value is out of its range */
    public InputShape {
        Rules.check(channels == 3, "input.channels", "3", channels);
        Rules.checkRange("input.height", height, 1, MOST_PIXELS_A_SIDE);
        Rules.checkRange("input.width", width, 1, MOST_PIXELS_A_SIDE);
    }

    /** {@return the number of values of one image, {@code channels * height * width}} */
    public int values() {
        return channels * height * width;
    }
}
