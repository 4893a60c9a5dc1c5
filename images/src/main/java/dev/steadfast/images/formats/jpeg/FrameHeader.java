package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.ArrayList;
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

    /**
     * Reads a header.
     *
     * @param marker what it came with
     * @throws FormatException if it cannot be, or is of a kind that is not decoded
     */
    static FrameHeader read(SegmentReader segment, int marker) throws FormatException {
        if (marker > Marker.PROGRESSIVE) {
            throw FormatException.unsupported(
                    "has %s (0x%02x), of which decoders disagree; taken are sequential and progressive Huffman coding",
                    Marker.kindOfFrame(marker), marker);
        }
        int precision = segment.one();
        if (precision != Byte.SIZE) {
            throw FormatException.unsupported("has samples of %d bits; taken are 8", precision);
        }
        int height = segment.two();
        int width = segment.two();
        if (height == 0) {
            throw FormatException.unsupported("does not tell its height in its header");
        }
        List<Entry> entries = new ArrayList<>();
        for (int rest = segment.one(); rest > 0; rest--) {
            int id = segment.one();
            int factors = segment.one();
            entries.add(new Entry(id, factors >> 4, factors & 15, segment.one()));
        }
        requireUsable(entries);
        return new FrameHeader(marker == Marker.PROGRESSIVE, width, height, entries);
    }

    private static void requireUsable(List<Entry> entries) throws FormatException {
        for (Entry each : entries) {
            if (each.horizontal() < 1 || each.horizontal() > 4 || each.vertical() < 1 || each.vertical() > 4) {
                throw FormatException.corrupt(
                        "has a component with sampling factors %d x %d, possible are 1 to 4",
                        each.horizontal(), each.vertical());
            }
        }
        if (entries.stream().map(Entry::id).distinct().count() < entries.size()) {
            throw FormatException.corrupt("has two components with one number");
        }
    }

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
