package dev.steadfast.quantisation;

/** A network that has no integer form, or whose calibration failed. The message names the place in the network. */
public final class QuantisationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QuantisationException(String message) {
        super(message);
    }

    QuantisationException(String message, Throwable cause) {
        super(message, cause);
    }
}
