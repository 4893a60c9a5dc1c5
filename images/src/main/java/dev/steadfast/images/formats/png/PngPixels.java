package dev.steadfast.images.formats.png;

import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.FormatException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Inflates rows, takes their filters away (ISO/IEC 15948, clause 9) and spreads them over the image. Used by one thread, once. */
final class PngPixels {

    /** Of each pass of Adam7, where its first pixel is and how far apart its pixels are: column, row, columns, rows (clause 8.2). */
    private static final int[][] ADAM7 = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};
    private static final int PIXEL_BYTES = 3;

    private final PngHeader header;
    private final byte @Nullable [] palette;
    private final Iterator<ByteBuffer> compressed;
    private final Budget budget;
    private final byte[] rgb;

    /**
     * @param palette red, green and blue of each entry; null if there is none
     * @param compressed the data chunks, in their order
     */
    PngPixels(PngHeader header, byte @Nullable [] palette, List<ByteBuffer> compressed, Budget budget)
            throws FormatException {
        if (header.type() == PngHeader.Type.PALETTE && palette == null) {
            throw FormatException.corrupt("has no palette, which its colour type needs");
        }
        this.header = header;
        this.palette = palette;
        this.compressed = compressed.iterator();
        this.budget = budget;
        this.rgb = new byte[Math.multiplyExact(PIXEL_BYTES, header.width() * header.height())];
    }

    byte[] read() throws FormatException {
        Inflater inflater = new Inflater();
        try {
            for (int[] pass : header.interlaced() ? ADAM7 : ONE_PASS) {
                read(inflater, pass[0], pass[1], pass[2], pass[3]);
            }
            inflate(inflater, new byte[1], false); // to the checksum; data beyond the pixels are passed over
        } finally {
            inflater.end();
        }
        return rgb;
    }

    private void read(Inflater inflater, int left, int top, int across, int down) throws FormatException {
        int columns = (header.width() - left + across - 1) / across;
        if (columns <= 0) {
            return;
        }
        byte[] row = new byte[1 + header.rowBytes(columns)];
        byte[] above = new byte[row.length];
        for (int y = top; y < header.height(); y += down) {
            budget.requireTime();
            inflate(inflater, row, true);
            unfilter(row, above, header.pixelBytes());
            for (int i = 0; i < columns; i++) {
                put(row, i, PIXEL_BYTES * (y * header.width() + left + i * across));
            }
            byte[] done = row;
            row = above;
            above = done;
        }
    }

    /**
     * Fills a row.
     *
     * @param needed whether data that end before it are an error
     */
    private void inflate(Inflater inflater, byte[] row, boolean needed) throws FormatException {
        int filled = 0;
        try {
            while (filled < row.length && !inflater.finished()) {
                filled += inflater.inflate(row, filled, row.length - filled);
                if (filled < row.length && inflater.needsInput()) {
                    if (!compressed.hasNext()) {
                        break;
                    }
                    inflater.setInput(compressed.next());
                }
                if (inflater.needsDictionary()) {
                    throw FormatException.corrupt("is damaged: its data need a dictionary");
                }
            }
        } catch (DataFormatException e) {
            throw FormatException.corrupt(
                    "is damaged: its data cannot be inflated (%s)", String.valueOf(e.getMessage()));
        }
        if (needed && filled < row.length) {
            throw FormatException.corrupt("ends before its last pixel");
        }
    }

    /** Takes away the filter that the first byte of a row names. */
    private static void unfilter(byte[] row, byte[] above, int pixelBytes) throws FormatException {
        int filter = row[0];
        for (int i = 1; i < row.length; i++) {
            int left = i > pixelBytes ? row[i - pixelBytes] & 0xff : 0;
            int up = above[i] & 0xff;
            int prediction =
                    switch (filter) {
                        case 0 -> 0;
                        case 1 -> left;
                        case 2 -> up;
                        case 3 -> (left + up) / 2;
                        case 4 -> paeth(left, up, i > pixelBytes ? above[i - pixelBytes] & 0xff : 0);
                        default -> throw FormatException.corrupt("is damaged: a row has the filter %d", filter & 0xff);
                    };
            row[i] = (byte) (row[i] + prediction);
        }
    }

    /** The neighbour that is nearest to left + up - corner (clause 9.4). */
    private static int paeth(int left, int up, int corner) {
        int byLeft = Math.abs(up - corner);
        int byUp = Math.abs(left - corner);
        int byCorner = Math.abs(left + up - 2 * corner);
        if (byLeft <= byUp && byLeft <= byCorner) {
            return left;
        }
        return byUp <= byCorner ? up : corner;
    }

    private void put(byte[] row, int pixel, int at) throws FormatException {
        int first = pixel * header.type().samples;
        switch (header.type()) {
            case RGB, RGB_ALPHA -> {
                rgb[at] = eightBits(row, first);
                rgb[at + 1] = eightBits(row, first + 1);
                rgb[at + 2] = eightBits(row, first + 2);
            }
            case PALETTE -> {
                int entry = PIXEL_BYTES * sample(row, first);
                if (palette == null || entry >= palette.length) {
                    throw FormatException.corrupt("is damaged: a pixel has a colour that is not in the palette");
                }
                System.arraycopy(palette, entry, rgb, at, PIXEL_BYTES);
            }
            default -> {
                byte grey = eightBits(row, first);
                rgb[at] = grey;
                rgb[at + 1] = grey;
                rgb[at + 2] = grey;
            }
        }
    }

    private byte eightBits(byte[] row, int index) {
        int white = (1 << header.depth()) - 1;
        return (byte) ((sample(row, index) * 255 + white / 2) / white);
    }

    private int sample(byte[] row, int index) {
        int depth = header.depth();
        if (depth == Byte.SIZE) {
            return row[1 + index] & 0xff;
        } else if (depth > Byte.SIZE) {
            return (row[1 + 2 * index] & 0xff) << Byte.SIZE | (row[2 + 2 * index] & 0xff);
        }
        int bit = index * depth;
        return (row[1 + bit / Byte.SIZE] & 0xff) >> (Byte.SIZE - depth - bit % Byte.SIZE) & (1 << depth) - 1;
    }
}
