package dev.steadfast.chaos.report;

import dev.steadfast.chaos.load.Sent;
import dev.steadfast.chaos.schedule.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a fault was felt: from its beginning until each camera has got, where subscribers read, a prediction of a frame that it published after that. Where
 * nothing is wrong that is the pause between two frames of a camera and the way of a frame.
 *
 * @param fault that it is about
 * @param began when it really began
 * @param took until all cameras had one; empty if one never had
 * @param alone whether no other fault began before that, or was under way when it began
 */
public record Recovery(Fault fault, Instant began, Optional<Duration> took, boolean alone) {

    /**
     * Measures all.
     *
     * @param began when each fault began, in their order
     * @param sent the frames
     * @param predicted when the prediction of each frame was there to be read
     */
    public static List<Recovery> measure(
            Map<Fault, Instant> began, Collection<Sent> sent, Map<String, Instant> predicted) {
        List<Recovery> recoveries = new ArrayList<>();
        began.forEach((fault, at) -> {
            Optional<Duration> took = took(at, sent, predicted);
            Instant until = at.plus(took.orElse(Duration.ofDays(1)));
            boolean alone = began.entrySet().stream()
                    .filter(other -> !other.getKey().equals(fault))
                    .allMatch(other -> !other.getValue().isBefore(until)
                            || other.getValue()
                                    .plus(other.getKey().lasts())
                                    .plus(took(other.getValue(), sent, predicted)
                                            .orElse(Duration.ofDays(1)))
                                    .isBefore(at));
            recoveries.add(new Recovery(fault, at, took, alone));
        });
        return recoveries;
    }

    private static Optional<Duration> took(Instant at, Collection<Sent> sent, Map<String, Instant> predicted) {
        Map<String, Instant> first = new HashMap<>();
        for (Sent frame : sent) {
            if (frame.image() && !frame.at().isBefore(at)) {
                Instant seen = predicted.getOrDefault(frame.frameId(), Instant.MAX);
                first.merge(frame.cameraId(), seen, (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return first.values().stream()
                .max(Instant::compareTo)
                .filter(seen -> !seen.equals(Instant.MAX))
                .map(seen -> Duration.between(at, seen));
    }
}
