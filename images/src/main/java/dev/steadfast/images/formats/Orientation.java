package dev.steadfast.images.formats;

import java.util.Optional;

/** How stored pixels are to be turned and mirrored to be seen upright (EXIF 2.32, tag 0x0112), in the order of its values 1 to 8. */
public enum Orientation {
    UPRIGHT(false, false, false),
    MIRRORED(true, false, false),
    UPSIDE_DOWN(true, true, false),
    MIRRORED_UPSIDE_DOWN(false, true, false),
    TRANSPOSED(false, false, true),
    QUARTER_TURN_RIGHT(false, true, true),
    TRANSVERSED(true, true, true),
    QUARTER_TURN_LEFT(true, false, true);

    private static final int PIXEL_BYTES = 3;

    private final boolean fromRight;
    private final boolean fromBottom;
    private final boolean exchanged;

    /**
     * @param fromRight whether stored columns are read from the right
     * @param fromBottom whether stored rows are read from the bottom
     * @param exchanged whether a row of what is seen is a column of what is stored
     */
    Orientation(boolean fromRight, boolean fromBottom, boolean exchanged) {
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
        this.exchanged = exchanged;
    }

    /** {@return the orientation with a value of the tag} Empty for values that the standard does not have. */
    public static Optional<Orientation> of(int tag) {
        return tag >= 1 && tag <= values().length ? Optional.of(values()[tag - 1]) : Optional.empty();
    }

    /** {@return the pixels as they are to be seen} They have no orientation any more. */
    public Decoded apply(Decoded stored) {
        if (this == UPRIGHT) {
            return new Decoded(stored.width(), stored.height(), stored.rgb(), Optional.empty());
        }
        int width = exchanged ? stored.height() : stored.width();
        int height = exchanged ? stored.width() : stored.height();
        byte[] from = stored.rgb();
        byte[] seen = new byte[from.length];
        int to = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int column = exchanged ? y : x;
                int row = exchanged ? x : y;
                column = fromRight ? stored.width() - 1 - column : column;
                row = fromBottom ? stored.height() - 1 - row : row;
                int at = PIXEL_BYTES * (row * stored.width() + column);
                seen[to++] = from[at];
                seen[to++] = from[at + 1];
                seen[to++] = from[at + 2];
            }
        }
        return new Decoded(width, height, seen, Optional.empty());
    }
}
