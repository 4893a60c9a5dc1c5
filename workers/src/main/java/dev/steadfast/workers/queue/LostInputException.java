package dev.steadfast.workers.queue;

import java.io.Serial;

/** The certified input that a task names is not where it says, and will not be: deleted, compacted away, or another record is there. */
public final class LostInputException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public LostInputException(String message) {
        super(message);
    }
}
