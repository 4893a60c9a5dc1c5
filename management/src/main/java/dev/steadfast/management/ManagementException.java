package dev.steadfast.management;

/** The management port cannot be opened; the message says which setting to change. */
public final class ManagementException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ManagementException(String message, Throwable cause) {
        super(message, cause);
    }
}
