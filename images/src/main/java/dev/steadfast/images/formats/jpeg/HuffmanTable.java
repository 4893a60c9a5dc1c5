package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.HexFormat;

/**
 * A table of Huffman codes (ITU-T T.81, annexes C and F.2.2.3). Immutable.
 */
final class HuffmanTable {

    static final int MAX_LENGTH = 16;

    private static final int LOOKUP_BITS = 9;
    private static final int MOST_SYMBOLS = 256;

    /** For each first bits of the data, a code's length and symbol ({@code length << 8 | symbol}); 0 where the code is longer. */
    private final short[] lookup = new short[1 << LOOKUP_BITS];

    /** For each length, the code after the last one, at the front of 16 bits: where data are below it, the code is so long or shorter. */
    private final int[] ends = new int[MAX_LENGTH + 1];

    /** For each length, what leads from a code to the place of its symbol. */
    private final int[] offsets = new int[MAX_LENGTH + 1];

    private final byte[] symbols;

    /**
     * Makes a table.
     *
     * @param counts how many codes have 1, 2, up to 16 bits
     * @param symbols their symbols, shortest codes first
     */
    HuffmanTable(int[] counts, byte[] symbols) throws FormatException {
        if (symbols.length > MOST_SYMBOLS) {
            throw FormatException.corrupt("has a Huffman table of %d codes, at most 256 are possible", symbols.length);
        }
        this.symbols = symbols;
        int code = 0;
        int symbol = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            offsets[length] = symbol - code;
            int count = counts[length - 1];
            if (code + count >= 1 << length && count > 0) { // no code is all ones
                throw FormatException.corrupt("has a Huffman table with more codes of %d bits than exist", length);
            }
            if (length <= LOOKUP_BITS) {
                int free = LOOKUP_BITS - length;
                for (int i = 0; i < count << free; i++) {
                    lookup[(code << free) + i] = (short) (length << 8 | (symbols[symbol + (i >> free)] & 0xff));
                }
            }
            code += count;
            symbol += count;
            ends[length] = code << (MAX_LENGTH - length);
            code <<= 1;
        }
    }

    /**
     * Finds the code at the front of 16 bits.
     *
     * @return its length and symbol, {@code length << 8 | symbol}; 0 if there is none
     */
    int find(int bits) {
        int found = lookup[bits >> (MAX_LENGTH - LOOKUP_BITS)];
        if (found != 0) {
            return found;
        }
        for (int length = LOOKUP_BITS + 1; length <= MAX_LENGTH; length++) {
            if (bits < ends[length]) {
                return length << 8 | (symbols[offsets[length] + (bits >> (MAX_LENGTH - length))] & 0xff);
            }
        }
        return 0;
    }

    /** {@return the typical tables of T.81, K.3, which streams of JPEGs may leave out: luminance (0) or chrominance (1)} */
    static HuffmanTable standard(boolean ac, int number) {
        return (ac ? Standard.AC : Standard.DC)[number];
    }

    private static final class Standard {

        private static final String DC_SYMBOLS = "000102030405060708090a0b";

        private static final HuffmanTable[] DC = {
            table("00010501010101010100000000000000", DC_SYMBOLS), table("00030101010101010101010000000000", DC_SYMBOLS)
        };

        private static final HuffmanTable[] AC = {
            table(
                    "0002010303020403050504040000017d",
                    "01020300041105122131410613516107227114328191a1082342b1c11552d1f02433627282090a161718191a25262728"
                            + "292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778797a838485868788"
                            + "898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
                            + "e1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9fa"),
            table(
                    "00020102040403040705040400010277",
                    "000102031104052131061241510761711322328108144291a1b1c109233352f0156272d10a162434e125f11718191a26"
                            + "2728292a35363738393a434445464748494a535455565758595a636465666768696a737475767778797a8283848586"
                            + "8788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8"
                            + "d9dae2e3e4e5e6e7e8e9eaf2f3f4f5f6f7f8f9fa")
        };

        private static HuffmanTable table(String counts, String symbols) {
            byte[] numbers = HexFormat.of().parseHex(counts);
            int[] lengths = new int[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                lengths[i] = Byte.toUnsignedInt(numbers[i]);
            }
            try {
                return new HuffmanTable(lengths, HexFormat.of().parseHex(symbols));
            } catch (FormatException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
