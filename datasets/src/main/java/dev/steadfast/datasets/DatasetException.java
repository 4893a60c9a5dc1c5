package dev.steadfast.datasets;

/** Data that cannot be used. The message names the file or folder, the rule, and what was found. */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DatasetException(String message) {
        super(message);
    }

    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
