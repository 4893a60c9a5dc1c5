package dev.steadfast.gateway.predictions;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What became of one frame, ready to be sent. Answers are ordered by time, then by where they stand in Kafka: the same order on every
 * gateway.
 *
 * @param frameId the frame; empty for a rejected record that could not be read that far
 * @param cameraId the camera; empty where the rejected record does not tell
 * @param outcome as clients get it: {@code certified} and so on
 * @param completedAt when it was made
 * @param origin where it stands in Kafka
 * @param json as clients get it, on one line
 */
public record Answer(
        Optional<String> frameId,
        Optional<String> cameraId,
        String outcome,
        Instant completedAt,
        Origin origin,
        String json)
        implements Comparable<Answer> {

    /** The outcome of a frame that got no prediction. */
    public static final String REJECTED = "rejected";

    /** All outcomes, as clients get them. */
    public static final List<String> OUTCOMES = List.of("certified", "predicted", "abstained", REJECTED, "unknown");

    private static final Comparator<Answer> BY_TIME =
            Comparator.comparing(Answer::completedAt).thenComparing(Answer::origin);

    /** Whether the frame was rejected: then this is no prediction, and gives way to one of the same frame id. */
    public boolean rejection() {
        return outcome.equals(REJECTED);
    }

    @Override
    public int compareTo(Answer other) {
        return BY_TIME.compare(this, other);
    }
}
