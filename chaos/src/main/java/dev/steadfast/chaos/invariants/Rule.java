package dev.steadfast.chaos.invariants;

/** What must hold. */
public enum Rule {
    /** What was acknowledged is in the topic. */
    KEPT("an acknowledged frame is in the topic frames"),
    /** Each record of the frames topic has an answer: its own, or that of an equal record. */
    ANSWERED("a frame has an answer"),
    /** Nothing has two. */
    ANSWERED_ONCE("a frame has one answer"),
    /** Answers are to frames. */
    ANSWERS_A_FRAME("an answer is to a frame that was published"),
    /** Noise is drawn once: a second draw would be a second try of luck. */
    DRAWN_ONCE("the noise of a frame is drawn once, and of no two frames alike"),
    /** Each task of the plan was sent, and no other, and none twice. */
    TASKS_OF_THE_PLAN("the tasks of a frame are those of its plan, each once"),
    /** All votes on a task are the same. */
    SAME_VOTES("votes on a task are the same, whoever casts them"),
    /** What a prediction counts is what the votes say. */
    COUNTED_ONCE("a prediction counts the votes of each task once"),
    /** The answer is what the counts support. */
    DECIDED_BY_VOTES("an answer is what its votes support"),
    /** Votes cast again are the same. */
    REPLAYED("votes cast again from the receipt are the same"),
    /** Transactions end. */
    NOTHING_OPEN("no transaction is left open"),
    /** Processes live until they are told to end. */
    NONE_ENDED("no process ends by itself"),
    /** Readiness is told at once. */
    READINESS_AT_ONCE("readiness is told within a second");

    private final String words;

    Rule(String words) {
        this.words = words;
    }

    /** As a sentence. */
    public String words() {
        return words;
    }
}
