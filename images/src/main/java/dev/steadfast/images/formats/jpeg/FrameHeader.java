package dev.steadfast.images.formats.jpeg;

import java.util.List;

/**
 * A frame header (ITU-T T.81, B.2.2).
 *
 * @param progressive whether coefficients come in several scans
 * @param width columns of the image
 * @param height rows of the image
 * @param entries its components
 */
record FrameHeader(boolean progressive, int width, int height, List<Entry> entries) {

    /**
     * What the header says of a component.
     *
     * @param horizontal horizontal sampling factor, 1 to 4
     * @param vertical vertical sampling factor, 1 to 4
     * @param quantisationTable which table holds its steps, 0 to 3
     */
    record Entry(int id, int horizontal, int vertical, int quantisationTable) {}

    int mostHorizontal() {
        return entries.stream().mapToInt(Entry::horizontal).max().orElseThrow();
    }

    int mostVertical() {
        return entries.stream().mapToInt(Entry::vertical).max().orElseThrow();
    }

    int mcuColumns() {
        return Component.ceilDiv(width, Component.BLOCK * mostHorizontal());
    }

    /** {@return how many blocks a component has, those that fill the last MCUs included} */
    long blocks(Entry entry) {
        return (long) mcuColumns() * entry.horizontal() * mcuRows() * entry.vertical();
    }

    /** {@return how many blocks a component has by itself} */
    long ownBlocks(Entry entry) {
        return (long) Component.ceilDiv(columns(entry), Component.BLOCK)
                * Component.ceilDiv(rows(entry), Component.BLOCK);
    }

    /** {@return how many columns a component has} */
    int columns(Entry entry) {
        return Component.ceilDiv(width * entry.horizontal(), mostHorizontal());
    }

    /** {@return how many rows a component has} */
    int rows(Entry entry) {
        return Component.ceilDiv(height * entry.vertical(), mostVertical());
    }

    /** {@return how many bytes it takes to decode the frame, at the time when it takes most} */
    long memory() {
        long samples = entries.stream().mapToLong(this::blocks).sum() * Component.BLOCK_SAMPLES;
        long pixels = 3L * width * height;
        long decoding = progressive ? (1 + Short.BYTES) * samples : samples;
        long turning = 2 * pixels;
        return Math.max(decoding, Math.max(samples + pixels, turning));
    }

    int mcuRows() {
        return Component.ceilDiv(height, Component.BLOCK * mostVertical());
    }
}
