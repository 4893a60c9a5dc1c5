package dev.steadfast.standalone;

/** An image that cannot be published; the message says why. Others can. */
final class UnusableImageException extends Exception {

    private static final long serialVersionUID = 1L;

    UnusableImageException(String message) {
        super(message);
    }

    UnusableImageException(String message, Throwable cause) {
        super(message, cause);
    }
}
