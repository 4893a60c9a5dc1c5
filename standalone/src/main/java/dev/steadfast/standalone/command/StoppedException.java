package dev.steadfast.standalone.command;

/** The process was told to stop: no failure, and nothing that the user must be told. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoppedException() {
        super("told to stop");
    }

    public StoppedException(Throwable cause) {
        super("told to stop", cause);
    }
}
