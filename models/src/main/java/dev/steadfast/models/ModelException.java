package dev.steadfast.models;

/** A model that fails, or does not do what its bundle's manifest says. Trying again will not help. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
