package dev.steadfast.plots;

/** A picture that cannot be drawn on this machine. The message says what to install. */
public final class PlotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlotException(String message, Throwable cause) {
        super(message, cause);
    }
}
