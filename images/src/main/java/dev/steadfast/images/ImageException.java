package dev.steadfast.images;

/** Bytes that are not an image this deployment takes. But for {@link Problem#OUT_OF_TIME}, the same bytes fail the same way on every machine. */
public final class ImageException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong. */
    public enum Problem {
        EMPTY,
        UNSUPPORTED_CONTENT_TYPE,
        TOO_LARGE,
        TOO_MANY_PIXELS,
        /** The bytes do not begin as the content type says. */
        NOT_AN_IMAGE,
        /** They begin so, but are damaged, or end before the last pixel. */
        UNREADABLE,
        /** They keep the rules of their format, but are of a kind that is not taken, since decoders disagree about its pixels. */
        UNSUPPORTED_IMAGE,
        TOO_MANY_SCANS,
        /** Decoding is too much work, in pixels times scans, or takes too much memory. */
        TOO_MUCH_WORK,
        /** Decoding took longer than it may: of all problems the only one that another try may not have. */
        OUT_OF_TIME
    }

    private final Problem problem;

    ImageException(Problem problem, String message) {
        super(message);
        this.problem = problem;
    }

    ImageException(Problem problem, String message, Throwable cause) {
        super(message, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
