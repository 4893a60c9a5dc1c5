package dev.steadfast.streams.intake;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.streams.routing.Assignment;
import java.util.Optional;

/** What became of one record of the frames topic. */
public sealed interface IntakeResult {

    /**
     * It will get exactly one prediction.
     *
     * @param frame for the bundle that answers
     * @param shadow likewise for the one that votes beside it
     * @param assignment how that was decided
     */
    record Accepted(AcceptedFrame frame, Optional<AcceptedFrame> shadow, Assignment assignment)
            implements IntakeResult {}

    /** It gets none, for the reason given. */
    record Rejected(RejectedFrame frame) implements IntakeResult {}
}
