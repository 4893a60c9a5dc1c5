package dev.steadfast.streams.intake;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.RejectedFrame;

/** What became of one record of the frames topic. */
public sealed interface IntakeResult {

    /** It will get exactly one prediction. */
    record Accepted(AcceptedFrame frame) implements IntakeResult {}

    /** It gets none, for the reason given. */
    record Rejected(RejectedFrame frame) implements IntakeResult {}
}
