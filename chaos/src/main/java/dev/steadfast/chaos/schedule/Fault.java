package dev.steadfast.chaos.schedule;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One fault.
 *
 * @param at when it begins, from the beginning of the run
 * @param lasts how long it is kept up; what recovers by itself is not counted
 * @param kind what is done
 * @param targets to whom: nobody in particular, one part or several; the two ends of a connection for {@link FaultKind#HOLD} and its like, the client
 *     first
 */
public record Fault(Duration at, Duration lasts, FaultKind kind, List<Part> targets) {

    public Fault {
        targets = List.copyOf(targets);
    }

    /** When it is over. */
    public Duration end() {
        return at.plus(lasts);
    }

    /** What it is and which roles it strikes, without numbers and times: {@code kill topology}. */
    public String sort() {
        String roles = targets.stream()
                .map(part -> part.toString().replaceAll("-\\d+$", ""))
                .collect(Collectors.joining(" and "));
        return (kind.words() + " " + roles).strip();
    }

    @Override
    public String toString() {
        String whom = targets.stream().map(Part::toString).collect(Collectors.joining(" and "));
        return "%s, at %.1f s for %.1f s"
                .formatted((kind.words() + " " + whom).strip(), at.toMillis() / 1000.0, lasts.toMillis() / 1000.0);
    }
}
