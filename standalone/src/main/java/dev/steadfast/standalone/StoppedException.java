package dev.steadfast.standalone;

/** The process was told to stop: no failure, and nothing that the user must be told. */
final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoppedException() {
        super("told to stop");
    }

    StoppedException(Throwable cause) {
        super("told to stop", cause);
    }
}
