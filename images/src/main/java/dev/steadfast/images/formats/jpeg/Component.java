package dev.steadfast.images.formats.jpeg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One component of a frame (ITU-T T.81, A.1): where its blocks are, and what has been decoded of it. Used by one thread. */
final class Component {

    static final int BLOCK = 8;
    static final int BLOCK_SAMPLES = BLOCK * BLOCK;

    /** Of {@link #precision}: nothing of a coefficient has been sent. */
    static final int UNKNOWN = -1;

    final int id;
    final int horizontal;
    final int vertical;
    final int quantisationTable;

    /** Sizes in samples, without what fills the last block. */
    final int width;

    final int height;

    /** Sizes in blocks: of the component, and of the lines in which the blocks are stored, which end with a whole MCU. */
    final int blockColumns;

    final int blockRows;
    final int blocksPerLine;

    /** Quantisation steps in natural order; those that held when the component's first scan began. */
    int @Nullable [] quantisation;

    /** For each coefficient in zigzag order, how many of its lowest bits have not been sent, or {@link #UNKNOWN}. */
    final int[] precision = new int[BLOCK_SAMPLES];

    final byte[] samples;

    /** Of all blocks, in natural order; empty if each block is transformed as soon as it is decoded, and once all are. */
    short[] coefficients;

    int prediction;

    /**
     * @param frame the sizes and greatest sampling factors of the frame
     * @param stored whether coefficients are collected from several scans
     */
    Component(FrameHeader.Entry entry, FrameHeader frame, boolean stored) {
        id = entry.id();
        horizontal = entry.horizontal();
        vertical = entry.vertical();
        quantisationTable = entry.quantisationTable();
        width = frame.columns(entry);
        height = frame.rows(entry);
        blockColumns = ceilDiv(width, BLOCK);
        blockRows = ceilDiv(height, BLOCK);
        blocksPerLine = frame.mcuColumns() * horizontal;
        samples = new byte[Math.toIntExact(frame.blocks(entry) * BLOCK_SAMPLES)];
        coefficients = new short[stored ? samples.length : 0];
        Arrays.fill(precision, UNKNOWN);
    }

    /** {@return the place of a block among all blocks of the component} */
    int block(int column, int row) {
        return row * blocksPerLine + column;
    }

    /** {@return the samples of a line} */
    int stride() {
        return blocksPerLine * BLOCK;
    }

    static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
