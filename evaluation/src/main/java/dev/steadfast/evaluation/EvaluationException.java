package dev.steadfast.evaluation;

/** A measurement that cannot be made, or a table that cannot be used. The message names the file or value, the rule, and what was found. */
public final class EvaluationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EvaluationException(String message) {
        super(message);
    }

    public EvaluationException(String message, Throwable cause) {
        super(message, cause);
    }
}
