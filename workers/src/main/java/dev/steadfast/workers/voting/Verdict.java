package dev.steadfast.workers.voting;

import org.apache.kafka.clients.consumer.AcknowledgeType;

/** What becomes of a delivery that was in trouble. */
enum Verdict {
    /** Answered with votes against every class, and done. */
    ANSWER(AcknowledgeType.ACCEPT, true, false),

    /** Nobody can be answered: kept as a dead letter, and done. */
    BURY(AcknowledgeType.REJECT, false, true),

    /** Answered with votes against every class, kept as a dead letter, and done. */
    CONDEMN(AcknowledgeType.REJECT, true, true),

    /** Back to the queue: another worker, or this one later, may do better. */
    RELEASE(AcknowledgeType.RELEASE, false, false),

    /** Kept by this worker, which tries again. A broker drops what is released at its last delivery, without a word to anyone. */
    HOLD(AcknowledgeType.RENEW, false, false),

    /** The worker stops; the broker gives what it held to others. */
    STOP(AcknowledgeType.RELEASE, false, false);

    private final AcknowledgeType acknowledgement;
    private final boolean votesAgainst;
    private final boolean deadLetter;

    Verdict(AcknowledgeType acknowledgement, boolean votesAgainst, boolean deadLetter) {
        this.acknowledgement = acknowledgement;
        this.votesAgainst = votesAgainst;
        this.deadLetter = deadLetter;
    }

    AcknowledgeType acknowledgement() {
        return acknowledgement;
    }

    boolean votesAgainst() {
        return votesAgainst;
    }

    boolean deadLetter() {
        return deadLetter;
    }
}
