package dev.steadfast.chaos.evidence;

import dev.steadfast.avro.RejectedFrame;

/** A rejection, and where it stands. */
public record Rejected(Place place, RejectedFrame rejection) {

    /** Of the record that it answers. */
    public Place frame() {
        return new Place(rejection.getSourceTopic(), rejection.getSourcePartition(), rejection.getSourceOffset());
    }
}
