package dev.steadfast.streams.admission;

/** What there was too little of, when a frame is not begun. */
public enum Shortage {

    /** More is wanted of the workers than they do in time. */
    WORKERS,

    /** Its camera has spent its budget of samples. */
    BUDGET
}
