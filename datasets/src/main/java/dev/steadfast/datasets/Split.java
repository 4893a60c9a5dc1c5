package dev.steadfast.datasets;

import java.util.Locale;

/** The part of a dataset: what a model learns from, and what it is measured with. */
public enum Split {
    TRAIN,
    TEST;

    /** {@return {@code train} or {@code test}, as folders and messages have it} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
