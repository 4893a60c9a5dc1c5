package dev.steadfast.gateway.problems;

/** Ends the handling of a request with a {@link Problem}; made without a stack trace, since the fault is the client's. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }
}
