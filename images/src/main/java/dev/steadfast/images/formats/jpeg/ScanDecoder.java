package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.FormatException;
import java.util.List;

/** Walks through the MCUs of a scan (ITU-T T.81, A.2), and the restart intervals (E.2.4). Used by one thread. */
final class ScanDecoder {

    private static final int MOST_BLOCKS = 10;
    private static final int RESTARTS = 8;

    private final ScanHeader scan;
    private final FrameHeader frame;
    private final List<Component> components;
    private final BlockDecoder blocks;
    private final EntropyReader reader;
    private final Budget budget;
    private int mcus;

    /**
     * @param components those of the frame
     * @param blocks what decodes a block of this scan
     */
    ScanDecoder(
            ScanHeader scan,
            FrameHeader frame,
            List<Component> components,
            BlockDecoder blocks,
            EntropyReader reader,
            Budget budget) {
        this.scan = scan;
        this.frame = frame;
        this.components = components;
        this.blocks = blocks;
        this.reader = reader;
        this.budget = budget;
    }

    /** Decodes all blocks. */
    void decode() throws FormatException {
        begin();
        if (scan.parts().size() == 1) {
            decodeAlone(scan.parts().get(0));
        } else {
            decodeInterleaved();
        }
        blocks.end();
        reader.finish();
    }

    /** One component: its blocks line by line, and only those that it has. */
    private void decodeAlone(ScanHeader.Part part) throws FormatException {
        Component component = components.get(part.component());
        for (int row = 0; row < component.blockRows; row++) {
            budget.requireTime();
            for (int column = 0; column < component.blockColumns; column++) {
                beginMcu();
                blocks.decode(reader, component, part, column, row);
            }
        }
    }

    private void decodeInterleaved() throws FormatException {
        int size = 0;
        for (ScanHeader.Part part : scan.parts()) {
            Component component = components.get(part.component());
            size += component.horizontal * component.vertical;
        }
        if (size > MOST_BLOCKS) {
            throw FormatException.corrupt("has %d blocks in an MCU, at most %d are possible", size, MOST_BLOCKS);
        }
        for (int mcuRow = 0; mcuRow < frame.mcuRows(); mcuRow++) {
            budget.requireTime();
            for (int mcuColumn = 0; mcuColumn < frame.mcuColumns(); mcuColumn++) {
                beginMcu();
                for (ScanHeader.Part part : scan.parts()) {
                    decodeMcu(part, mcuColumn, mcuRow);
                }
            }
        }
    }

    private void decodeMcu(ScanHeader.Part part, int mcuColumn, int mcuRow) throws FormatException {
        Component component = components.get(part.component());
        for (int y = 0; y < component.vertical; y++) {
            for (int x = 0; x < component.horizontal; x++) {
                blocks.decode(
                        reader, component, part, mcuColumn * component.horizontal + x, mcuRow * component.vertical + y);
            }
        }
    }

    private void beginMcu() throws FormatException {
        int interval = scan.restartInterval();
        if (interval > 0 && mcus > 0 && mcus % interval == 0) {
            blocks.end();
            reader.restart((mcus / interval - 1) % RESTARTS);
            begin();
        }
        mcus++;
    }

    private void begin() {
        for (ScanHeader.Part part : scan.parts()) {
            components.get(part.component()).prediction = 0;
        }
    }
}
