package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.List;
import java.util.Objects;

/** Parts of blocks: some coefficients, some of their bits (ITU-T T.81, annex G). Used by one thread. */
final class ProgressiveBlocks implements BlockDecoder {

    private static final int RUN_OF_ZEROS = 15;
    private static final int MOST_LOW_BITS = 13;

    private final ScanHeader scan;
    private final int bit;

    /** How many further blocks have nothing new but corrections. */
    private int emptyBlocks;

    /**
     * Makes a decoder for a scan that may come now.
     *
     * @throws FormatException if it may not: coefficients come first bits first, DC before the others
     */
    ProgressiveBlocks(ScanHeader scan, List<Component> components) throws FormatException {
        this.scan = scan;
        this.bit = 1 << scan.lowBit();
        boolean dc = scan.firstCoefficient() == 0;
        boolean range = dc
                ? scan.lastCoefficient() == 0
                : scan.lastCoefficient() >= scan.firstCoefficient()
                        && scan.lastCoefficient() < Component.BLOCK_SAMPLES
                        && scan.parts().size() == 1;
        boolean bits = scan.lowBit() <= MOST_LOW_BITS && (scan.highBit() == 0 || scan.highBit() == scan.lowBit() + 1);
        if (!range || !bits) {
            throw FormatException.corrupt(
                    "has a scan of impossible parameters (Ss %d, Se %d, Ah %d, Al %d)",
                    scan.firstCoefficient(), scan.lastCoefficient(), scan.highBit(), scan.lowBit());
        }
        for (ScanHeader.Part part : scan.parts()) {
            advance(components.get(part.component()), dc);
        }
    }

    private void advance(Component component, boolean dc) throws FormatException {
        int before = scan.highBit() == 0 ? Component.UNKNOWN : scan.highBit();
        boolean next = dc || component.precision[0] != Component.UNKNOWN;
        for (int i = scan.firstCoefficient(); i <= scan.lastCoefficient(); i++) {
            next &= component.precision[i] == before;
            component.precision[i] = scan.lowBit();
        }
        if (!next) {
            throw FormatException.corrupt("has scans of component %d in an order that is not possible", component.id);
        }
    }

    @Override
    public void decode(EntropyReader reader, Component component, ScanHeader.Part part, int column, int row)
            throws FormatException {
        short[] coefficients = component.coefficients;
        int at = component.block(column, row) * Component.BLOCK_SAMPLES;
        if (scan.firstCoefficient() == 0) {
            if (scan.highBit() == 0) {
                coefficients[at] = (short) (SequentialBlocks.dc(reader, component, part) << scan.lowBit());
            } else if (reader.bit()) {
                coefficients[at] |= (short) bit;
            }
        } else if (scan.highBit() == 0) {
            first(reader, Objects.requireNonNull(part.ac()), coefficients, at);
        } else {
            refine(reader, Objects.requireNonNull(part.ac()), coefficients, at);
        }
    }

    /** The first bits of coefficients (G.1.2.2). */
    private void first(EntropyReader reader, HuffmanTable table, short[] coefficients, int at) throws FormatException {
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        int next = scan.firstCoefficient();
        while (next <= scan.lastCoefficient()) {
            int symbol = reader.symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            if (size == 0 && run < RUN_OF_ZEROS) {
                emptyBlocks = (1 << run) + reader.number(run) - 1;
                return;
            }
            next += run;
            requireInScan(size == 0 ? next - 1 : next);
            if (size > 0) {
                coefficients[at + Tables.NATURAL[next]] = (short) (reader.signed(size) << scan.lowBit());
            }
            next++;
        }
    }

    /** One more bit of coefficients (G.1.2.3): of those that are not zero, between new ones that have just this bit. */
    private void refine(EntropyReader reader, HuffmanTable table, short[] coefficients, int at) throws FormatException {
        int next = scan.firstCoefficient();
        while (emptyBlocks == 0 && next <= scan.lastCoefficient()) {
            int symbol = reader.symbol(table);
            int run = symbol >> 4;
            int size = symbol & 15;
            int value = 0;
            if (size == 1) {
                value = reader.bit() ? bit : -bit;
            } else if (size > 1) {
                throw FormatException.corrupt("is damaged: a correction has %d bits", size);
            } else if (run < RUN_OF_ZEROS) {
                emptyBlocks = (1 << run) + reader.number(run);
                break;
            }
            next = correct(reader, coefficients, at, next, run);
            requireInScan(next);
            if (value != 0) {
                coefficients[at + Tables.NATURAL[next]] = (short) value;
            }
            next++;
        }
        if (emptyBlocks > 0) {
            correct(reader, coefficients, at, next, Component.BLOCK_SAMPLES);
            emptyBlocks--;
        }
    }

    /**
     * Corrects coefficients up to a zero.
     *
     * @param zeros how many zeros are passed over before it
     * @return its place in zigzag order; behind the scan's last if there are not so many
     */
    private int correct(EntropyReader reader, short[] coefficients, int at, int from, int zeros)
            throws FormatException {
        int left = zeros;
        int next = from;
        while (next <= scan.lastCoefficient()) {
            int place = at + Tables.NATURAL[next];
            short value = coefficients[place];
            if (value != 0) {
                if (reader.bit() && (value & bit) == 0) {
                    coefficients[place] = (short) (value + (value > 0 ? bit : -bit));
                }
            } else if (left-- == 0) {
                return next;
            }
            next++;
        }
        return next;
    }

    private void requireInScan(int coefficient) throws FormatException {
        if (coefficient > scan.lastCoefficient()) {
            throw FormatException.corrupt("is damaged: a block has more coefficients than its scan");
        }
    }

    @Override
    public void end() throws FormatException {
        if (emptyBlocks > 0) {
            throw FormatException.corrupt("is damaged: a run of empty blocks is longer than its scan");
        }
    }
}
