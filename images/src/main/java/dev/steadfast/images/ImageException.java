package dev.steadfast.images;

/** Bytes that are not an image this deployment takes. The same bytes always fail the same way. */
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
        /** They begin so, but cannot be decoded to the end. */
        UNREADABLE
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
