package dev.steadfast.images.formats.jpeg;

/** The codes that follow 0xff (ITU-T T.81, table B.1). */
public final class Marker {

    public static final int STUFFED = 0x00;
    static final int TEMPORARY = 0x01;
    static final int BASELINE = 0xc0;
    static final int EXTENDED_SEQUENTIAL = 0xc1;
    static final int PROGRESSIVE = 0xc2;
    static final int HUFFMAN_TABLES = 0xc4;
    static final int LAST_FRAME = 0xcf;
    static final int EXTENSION = 0xc8;
    static final int ARITHMETIC_CONDITIONING = 0xcc;
    public static final int START_OF_IMAGE = 0xd8;
    public static final int END_OF_IMAGE = 0xd9;
    public static final int START_OF_SCAN = 0xda;
    static final int QUANTISATION_TABLES = 0xdb;
    static final int NUMBER_OF_LINES = 0xdc;
    static final int RESTART_INTERVAL = 0xdd;
    static final int HIERARCHY = 0xde;
    static final int EXPANSION = 0xdf;
    static final int APPLICATION_0 = 0xe0;
    static final int APPLICATION_1 = 0xe1;
    static final int APPLICATION_14 = 0xee;
    static final int LAST_APPLICATION = 0xef;
    static final int COMMENT = 0xfe;
    /** What each marker begins with; it may come several times. */
    public static final int PREFIX = 0xff;

    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;

    private Marker() {}

    public static boolean isRestart(int code) {
        return code >= FIRST_RESTART && code <= LAST_RESTART;
    }

    /** Whether it stands alone, without a length behind it. */
    public static boolean standsAlone(int code) {
        return code == TEMPORARY || isRestart(code);
    }

    /** Whether its segment may hold anything, another image among it: applications' data (APPn) and comments. */
    public static boolean isFree(int code) {
        return (code >= APPLICATION_0 && code <= LAST_APPLICATION) || code == COMMENT;
    }

    /** Whether a frame header follows, of a kind that is decoded or of another. */
    static boolean isFrame(int code) {
        return code >= BASELINE
                && code <= LAST_FRAME
                && code != HUFFMAN_TABLES
                && code != EXTENSION
                && code != ARITHMETIC_CONDITIONING;
    }

    /** What a frame that is not decoded is, by its marker. */
    static String kindOfFrame(int code) {
        return switch (code) {
            case 0xc3 -> "lossless coding";
            case 0xc5, 0xc6, 0xc7 -> "hierarchical coding";
            case 0xc9, 0xca -> "arithmetic coding";
            default -> "arithmetic coding, lossless or hierarchical";
        };
    }
}
