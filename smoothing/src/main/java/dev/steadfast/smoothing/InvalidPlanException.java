package dev.steadfast.smoothing;

/** The parameters asked for break a rule; the message names the parameter, its value and the rule. */
public final class InvalidPlanException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** What was broken, for machines. */
    public enum Rule {
        /** sigma is NaN, or outside {@link Limits#MIN_SIGMA} to {@link Limits#MAX_SIGMA}. */
        SIGMA_OUT_OF_RANGE,
        /** alpha is NaN, not below 1, or below {@link Limits#MIN_ALPHA}. */
        ALPHA_OUT_OF_RANGE,
        /** A sample count is not from 1 to {@link Limits#MAX_SAMPLES}. */
        SAMPLES_OUT_OF_RANGE,
        /** The radius to be decided is NaN, negative or infinite. */
        RADIUS_OUT_OF_RANGE,
        /** Each value is allowed, but together they abstain even when all votes agree. */
        CANNOT_CERTIFY
    }

    private final Rule rule;

    public InvalidPlanException(Rule rule, String message) {
        super(message);
        this.rule = rule;
    }

    /** The rule that was broken. */
    public Rule rule() {
        return rule;
    }
}
