package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.Arrays;
import java.util.Objects;

/** Whole blocks (ITU-T T.81, F.2.2), each transformed at once. Used by one thread. */
final class SequentialBlocks implements BlockDecoder {

    private static final int RUN_OF_ZEROS = 15;
    private static final int MOST_DC_BITS = 15;

    private final InverseTransform transform = new InverseTransform();
    private final short[] block = new short[Component.BLOCK_SAMPLES];

    @Override
    public void decode(EntropyReader reader, Component component, ScanHeader.Part part, int column, int row)
            throws FormatException {
        Arrays.fill(block, (short) 0);
        block[0] = dc(reader, component, part);
        HuffmanTable table = Objects.requireNonNull(part.ac());
        int next = 1;
        while (next < Component.BLOCK_SAMPLES) {
            int symbol = reader.symbol(table);
            int size = symbol & 15;
            next += symbol >> 4;
            if (size == 0) {
                if (symbol >> 4 != RUN_OF_ZEROS) {
                    break;
                }
            } else if (next < Component.BLOCK_SAMPLES) {
                block[Tables.NATURAL[next]] = (short) reader.signed(size);
            }
            next++;
            if (next > Component.BLOCK_SAMPLES) {
                throw FormatException.corrupt("is damaged: a block has more than 64 coefficients");
            }
        }
        transform.block(
                block,
                0,
                Objects.requireNonNull(component.quantisation),
                component.samples,
                (row * component.stride() + column) * Component.BLOCK,
                component.stride());
    }

    /** {@return the DC coefficient: the one before, and a difference} */
    static short dc(EntropyReader reader, Component component, ScanHeader.Part part) throws FormatException {
        int size = reader.symbol(Objects.requireNonNull(part.dc()));
        if (size > MOST_DC_BITS) {
            throw FormatException.corrupt("is damaged: a DC difference has %d bits", size);
        }
        component.prediction += reader.signed(size);
        return (short) component.prediction;
    }
}
