package dev.steadfast.bundles;

/** Between what values a classifier takes black and white. */
public enum PixelRange {
    /** From 0 to 1, the scale of certificates. */
    UNIT("0..1", 0, 1),

    /** From 0 to 255. */
    BYTE("0..255", 0, 255),

    /** From -1 to 1. */
    SIGNED("-1..1", -1, 1);

    private final String words;
    private final int black;
    private final int white;

    PixelRange(String words, int black, int white) {
        this.words = words;
        this.black = black;
        this.white = white;
    }

    /**
     * Finds a range by its words.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static PixelRange of(String words) {
        for (PixelRange range : values()) {
            if (range.words.equals(words)) {
                return range;
            }
        }
        throw new IllegalArgumentException("range must be 0..1, 0..255 or -1..1, but is \"" + words + "\"");
    }

    /** {@return what a value of 0 becomes} */
    public int black() {
        return black;
    }

    /** {@return what a value of 1 becomes} */
    public int white() {
        return white;
    }

    @Override
    public String toString() {
        return words;
    }
}
