package dev.steadfast.chaos.evidence;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.schemas.Topics;

/** A prediction, and where it stands. */
public record Predicted(Place place, CertifiedPrediction prediction) {

    /** Of the frame that it answers. */
    public Place frame() {
        return new Place(
                Topics.FRAMES.name(),
                prediction.getSource().getFramePartition(),
                prediction.getSource().getFrameOffset());
    }
}
