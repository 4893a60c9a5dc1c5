package dev.steadfast.standalone.camera;

/** An image that cannot be published; the message says why. Others can. */
public final class UnusableImageException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableImageException(String message) {
        super(message);
    }

    UnusableImageException(String message, Throwable cause) {
        super(message, cause);
    }

    /** The same, and which image it is. */
    UnusableImageException of(String image) {
        return new UnusableImageException(image + ": " + getMessage(), this);
    }
}
