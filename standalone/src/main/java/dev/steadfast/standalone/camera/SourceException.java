package dev.steadfast.standalone.camera;

/** A source of images that has no more to give because something is wrong with it; the message says what, and what would help. */
public final class SourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SourceException(String message) {
        super(message);
    }

    SourceException(String message, Throwable cause) {
        super(message, cause);
    }
}
