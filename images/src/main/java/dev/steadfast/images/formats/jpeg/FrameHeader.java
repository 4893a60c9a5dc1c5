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

    int mcuRows() {
        return Component.ceilDiv(height, Component.BLOCK * mostVertical());
    }
}
