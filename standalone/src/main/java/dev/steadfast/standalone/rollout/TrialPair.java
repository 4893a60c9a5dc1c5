package dev.steadfast.standalone.rollout;

/**
 * Two bundles on one frame.
 *
 * @param answer of the bundle that the frame got
 * @param trial of the bundle that shadowed it
 */
record TrialPair(TrialAnswer answer, TrialAnswer trial) {

    /** How the two compare. */
    enum Kind {
        SAME_CLASS("both, the same class"),
        OTHER_CLASS("both, different classes"),
        ONLY_ANSWER("only the one that answers"),
        ONLY_TRIAL("only the one on trial"),
        NEITHER("neither"),

        /** One of them had no votes, or not all, so that there is nothing to compare. */
        NOT_VOTED("not voted on");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Kind kind() {
        if (!answer.voted() || !trial.voted()) {
            return Kind.NOT_VOTED;
        }
        if (answer.className() == null) {
            return trial.className() == null ? Kind.NEITHER : Kind.ONLY_TRIAL;
        }
        if (trial.className() == null) {
            return Kind.ONLY_ANSWER;
        }
        return answer.className().equals(trial.className()) ? Kind.SAME_CLASS : Kind.OTHER_CLASS;
    }
}
