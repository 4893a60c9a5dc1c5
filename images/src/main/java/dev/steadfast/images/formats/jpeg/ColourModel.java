package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.List;
import java.util.OptionalInt;

/** What the components of a file are, and their way to RGB: libjpeg's rules and integer arithmetic (JFIF 1.02; ITU-T T.871, T.872). */
enum ColourModel {
    GREY,
    RGB,
    Y_CB_CR,
    /** Cyan, magenta, yellow and black ink, inverted as Adobe's programs store them. */
    CMYK,
    /** The same, with the first three as YCbCr. */
    YCCK;

    private static final List<Integer> JFIF_IDS = List.of(1, 2, 3);
    private static final List<Integer> RGB_IDS = List.of((int) 'R', (int) 'G', (int) 'B');

    private static final int CENTRE = 128;
    private static final int FRACTION = 16;
    private static final int HALF = 1 << (FRACTION - 1);
    private static final int[] RED_OF_CR = new int[256];
    private static final int[] BLUE_OF_CB = new int[256];
    private static final int[] GREEN_OF_CR = new int[256];
    private static final int[] GREEN_OF_CB = new int[256];

    static {
        for (int i = 0; i < 256; i++) {
            RED_OF_CR[i] = (scaled(1.402) * (i - CENTRE) + HALF) >> FRACTION;
            BLUE_OF_CB[i] = (scaled(1.772) * (i - CENTRE) + HALF) >> FRACTION;
            GREEN_OF_CR[i] = -scaled(0.71414) * (i - CENTRE);
            GREEN_OF_CB[i] = -scaled(0.34414) * (i - CENTRE) + HALF;
        }
    }

    /**
     * Decides what the components are.
     *
     * @param jfif whether there is a JFIF header
     * @param adobe the transform that Adobe's marker names, if there is one
     */
    static ColourModel of(List<FrameHeader.Entry> components, boolean jfif, OptionalInt adobe) throws FormatException {
        return switch (components.size()) {
            case 1 -> GREY;
            case 3 -> ofThree(components.stream().map(FrameHeader.Entry::id).toList(), jfif, adobe);
            case 4 -> {
                if (adobe.isEmpty()) {
                    throw FormatException.unsupported(
                            "has four components and no Adobe marker, so nobody can tell what they are (CMYK, perhaps"
                                    + " inverted); save it as RGB");
                }
                yield adobe.getAsInt() == 0 ? CMYK : YCCK;
            }
            default -> throw FormatException.unsupported("has %d components; taken are 1, 3 and 4", components.size());
        };
    }

    private static ColourModel ofThree(List<Integer> ids, boolean jfif, OptionalInt adobe) {
        if (jfif || (ids.equals(JFIF_IDS) && adobe.isEmpty())) {
            return Y_CB_CR;
        }
        if (adobe.isPresent()) {
            return adobe.getAsInt() == 0 ? RGB : Y_CB_CR;
        }
        return ids.equals(RGB_IDS) ? RGB : Y_CB_CR;
    }

    /**
     * Converts a row.
     *
     * @param row samples of each component
     * @param pixels takes three bytes for each of {@code width} pixels, from {@code at}
     */
    void convert(byte[][] row, int width, byte[] pixels, int at) {
        switch (this) {
            case GREY -> interleave(row[0], row[0], row[0], width, pixels, at);
            case RGB -> interleave(row[0], row[1], row[2], width, pixels, at);
            case Y_CB_CR -> fromYCbCr(row, width, pixels, at);
            case CMYK -> {
                interleave(row[0], row[1], row[2], width, pixels, at);
                darken(row[3], width, pixels, at);
            }
            case YCCK -> {
                fromYCbCr(row, width, pixels, at);
                for (int i = at; i < at + 3 * width; i++) {
                    pixels[i] = (byte) (255 - (pixels[i] & 0xff)); // RGB to CMY
                }
                darken(row[3], width, pixels, at);
            }
        }
    }

    private static void interleave(byte[] red, byte[] green, byte[] blue, int width, byte[] pixels, int at) {
        int to = at;
        for (int x = 0; x < width; x++) {
            pixels[to++] = red[x];
            pixels[to++] = green[x];
            pixels[to++] = blue[x];
        }
    }

    private static void fromYCbCr(byte[][] row, int width, byte[] pixels, int at) {
        int to = at;
        for (int x = 0; x < width; x++) {
            int y = row[0][x] & 0xff;
            int cb = row[1][x] & 0xff;
            int cr = row[2][x] & 0xff;
            pixels[to++] = clamped(y + RED_OF_CR[cr]);
            pixels[to++] = clamped(y + ((GREEN_OF_CB[cb] + GREEN_OF_CR[cr]) >> FRACTION));
            pixels[to++] = clamped(y + BLUE_OF_CB[cb]);
        }
    }

    /** Both the pixels and black are inverted: 255 is no ink. */
    private static void darken(byte[] black, int width, byte[] pixels, int at) {
        for (int i = 0; i < 3 * width; i++) {
            int product = (pixels[at + i] & 0xff) * (black[i / 3] & 0xff);
            pixels[at + i] = (byte) ((product + 127) / 255);
        }
    }

    private static int scaled(double factor) {
        return (int) (factor * (1 << FRACTION) + 0.5);
    }

    private static byte clamped(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
