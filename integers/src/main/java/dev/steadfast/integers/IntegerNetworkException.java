package dev.steadfast.integers;

/** A program that is no integer network: it breaks a rule of the format or a bound of the arithmetic. The message names operation, rule and value. */
public final class IntegerNetworkException extends RuntimeException {
    private static final long serialVersionUID = 1;

    IntegerNetworkException(String message) {
        super(message);
    }

    IntegerNetworkException(String message, Throwable cause) {
        super(message, cause);
    }
}
