package dev.steadfast.workers;

/** A worker gave up, for a reason that trying again does not cure: its process should end, non-zero, so that its supervisor sees it. */
public final class WorkerStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public WorkerStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
