package dev.steadfast.integers;

/**
 * The values of a register for one image: {@code q - zeroPoint}, place after place, the channels of a place side by side.
 *
 * @param values {@code [height, width, channels]}
 */
@SuppressWarnings("ArrayRecordComponent") // belongs to one run of the interpreter
record Plane(int height, int width, int channels, int[] values) {

    static Plane of(int height, int width, int channels) {
        return new Plane(
                height, width, channels, new int[Math.multiplyExact(Math.multiplyExact(height, width), channels)]);
    }

    /** {@return the index of the first channel of a place} */
    int at(int row, int column) {
        return (row * width + column) * channels;
    }
}
