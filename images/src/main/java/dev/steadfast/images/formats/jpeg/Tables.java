package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables that hold at a place of a file (ITU-T T.81, B.2.4). Used by one thread. */
final class Tables {

    /** The place in the block, in natural order, of each coefficient in zigzag order (T.81, figure A.6). */
    static final int[] NATURAL = natural();

    private static final int PLACES = 4;
    private static final int STANDARD_PLACES = 2;

    private final Map<Integer, Specification> dc = new HashMap<>();
    private final Map<Integer, Specification> ac = new HashMap<>();
    private final Map<Integer, int[]> quantisation = new HashMap<>();

    /** A table of codes that is made when a scan needs it: a file may define very many. */
    private static final class Specification {

        private final int[] counts;
        private final byte[] symbols;
        private @Nullable HuffmanTable table;

        Specification(int[] counts, byte[] symbols) {
            this.counts = counts;
            this.symbols = symbols;
        }

        HuffmanTable table() throws FormatException {
            if (table == null) {
                table = new HuffmanTable(counts, symbols);
            }
            return table;
        }
    }

    /** Takes a segment's Huffman tables. */
    void huffman(SegmentReader segment) throws FormatException {
        while (segment.hasMore()) {
            int selector = segment.one();
            if (selector >> 4 > 1 || (selector & 15) >= PLACES) {
                throw FormatException.corrupt("has a Huffman table for place 0x%02x, which does not exist", selector);
            }
            int[] counts = new int[HuffmanTable.MAX_LENGTH];
            int codes = 0;
            for (int i = 0; i < counts.length; i++) {
                counts[i] = segment.one();
                codes += counts[i];
            }
            (selector >> 4 == 0 ? dc : ac).put(selector & 15, new Specification(counts, segment.bytes(codes)));
        }
    }

    /** Takes a segment's quantisation tables. */
    void quantisation(SegmentReader segment) throws FormatException {
        while (segment.hasMore()) {
            int selector = segment.one();
            if (selector >> 4 > 1 || (selector & 15) >= PLACES) {
                throw FormatException.corrupt(
                        "has a quantisation table for place 0x%02x, which does not exist", selector);
            }
            int[] steps = new int[Component.BLOCK_SAMPLES];
            for (int place : NATURAL) {
                steps[place] = selector >> 4 == 0 ? segment.one() : segment.two();
            }
            quantisation.put(selector & 15, steps);
        }
    }

    /**
     * Finds a table of codes.
     *
     * @param standard whether the typical table is meant where none is given, as in streams of JPEGs
     */
    HuffmanTable huffman(boolean alternating, int place, boolean standard) throws FormatException {
        Specification given = (alternating ? ac : dc).get(place);
        if (given != null) {
            return given.table();
        }
        if (standard && place < STANDARD_PLACES) {
            return HuffmanTable.standard(alternating, place);
        }
        throw FormatException.corrupt(
                "does not have the Huffman table %s %d, which it uses", alternating ? "AC" : "DC", place);
    }

    int[] quantisation(int place) throws FormatException {
        int[] steps = quantisation.get(place);
        if (steps == null) {
            throw FormatException.corrupt("does not have the quantisation table %d, which it uses", place);
        }
        return steps;
    }

    private static int[] natural() {
        int[] places = new int[Component.BLOCK_SAMPLES];
        int next = 0;
        for (int diagonal = 0; diagonal < 2 * Component.BLOCK - 1; diagonal++) {
            int least = Math.max(0, diagonal - Component.BLOCK + 1);
            int most = Math.min(diagonal, Component.BLOCK - 1);
            for (int i = least; i <= most; i++) {
                int row = diagonal % 2 == 0 ? diagonal - i : i; // even ones go up, odd ones down
                places[next++] = row * Component.BLOCK + diagonal - row;
            }
        }
        return places;
    }
}
