package dev.steadfast.images.formats.png;

import dev.steadfast.images.formats.FormatException;
import java.nio.ByteBuffer;

/**
 * What a PNG is (ISO/IEC 15948, 11.2.2).
 *
 * @param width columns
 * @param height rows
 * @param depth bits of a sample: 1, 2, 4, 8 or 16
 * @param type what samples are
 * @param interlaced whether the rows come in the seven passes of Adam7
 */
record PngHeader(int width, int height, int depth, Type type, boolean interlaced) {

    static final int BYTES = 13;

    private static final int MOST_PALETTE_DEPTH = 8;

    /** What samples are, in the order of their numbers. */
    enum Type {
        GREY(1),
        NONE(0),
        RGB(3),
        PALETTE(1),
        GREY_ALPHA(2),
        NEITHER(0),
        RGB_ALPHA(4);

        /** Samples of a pixel. */
        final int samples;

        Type(int samples) {
            this.samples = samples;
        }
    }

    /** Reads the chunk's data. The size may be any: its limits are the reader's. */
    static PngHeader read(ByteBuffer data) throws FormatException {
        if (data.remaining() != BYTES) {
            throw FormatException.corrupt("has a header of %d bytes, it must have %d", data.remaining(), BYTES);
        }
        int width = data.getInt();
        int height = data.getInt();
        int depth = data.get();
        int colour = Byte.toUnsignedInt(data.get());
        int compression = data.get();
        int filter = data.get();
        int interlace = data.get();
        Type type = colour < Type.values().length ? Type.values()[colour] : Type.NONE;
        boolean possible =
                switch (type) {
                    case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
                    case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == MOST_PALETTE_DEPTH;
                    case RGB, GREY_ALPHA, RGB_ALPHA -> depth == 8 || depth == 16;
                    case NONE, NEITHER -> false;
                };
        if (!possible || compression != 0 || filter != 0 || interlace < 0 || interlace > 1) {
            throw FormatException.corrupt(
                    "has an impossible header: colour type %d, %d bits, compression %d, filter %d, interlace %d",
                    colour, depth, compression, filter, interlace);
        }
        return new PngHeader(width, height, depth, type, interlace == 1);
    }

    /** {@return the bytes of a row of so many pixels} */
    int rowBytes(int pixels) {
        return Math.toIntExact(((long) pixels * type.samples * depth + Byte.SIZE - 1) / Byte.SIZE);
    }

    /** {@return the bytes of a whole pixel, at least 1} Filters look so far back. */
    int pixelBytes() {
        return Math.max(1, type.samples * depth / Byte.SIZE);
    }
}
