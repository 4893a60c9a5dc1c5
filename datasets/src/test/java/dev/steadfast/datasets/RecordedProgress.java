package dev.steadfast.datasets;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a fetch says. */
final class RecordedProgress implements FetchProgress {
    private final List<String> notes = new ArrayList<>();
    private final List<String> steps = new ArrayList<>();

    @Override
    public void note(String message) {
        notes.add(message);
    }

    @Override
    public Step begin(String what, long bytes) {
        steps.add(what);
        return total -> {};
    }

    List<String> notes() {
        return notes;
    }

    List<String> steps() {
        return steps;
    }
}
