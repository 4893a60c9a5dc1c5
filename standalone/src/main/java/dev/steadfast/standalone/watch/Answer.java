package dev.steadfast.standalone.watch;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.RejectedFrame;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** What became of one frame. */
public sealed interface Answer {

    /** The frame; empty for a record that could not be read that far. */
    Optional<String> frameId();

    /** The camera; empty where neither the record nor its key tells. */
    Optional<String> cameraId();

    /** When the answer was made. */
    Instant completedAt();

    /** The one answer for an accepted frame: certified, predicted or abstained. */
    record Predicted(CertifiedPrediction prediction) implements Answer {

        /** @throws IllegalArgumentException if one of its numbers is not finite: no plan makes such a prediction */
        public Predicted {
            if (!DoubleStream.of(
                            prediction.getRadius(),
                            prediction.getLowerBound(),
                            prediction.getSigma(),
                            prediction.getAlpha())
                    .allMatch(Double::isFinite)) {
                throw new IllegalArgumentException("radius, lower bound, sigma and alpha must be finite");
            }
        }

        @Override
        public Optional<String> frameId() {
            return Optional.of(prediction.getFrameId());
        }

        @Override
        public Optional<String> cameraId() {
            return Optional.of(prediction.getCameraId());
        }

        @Override
        public Instant completedAt() {
            return prediction.getCompletedAt();
        }
    }

    /** A frame that gets no prediction, and why. */
    record Rejected(RejectedFrame rejection) implements Answer {

        @Override
        public Optional<String> frameId() {
            return Optional.ofNullable(rejection.getFrameId());
        }

        @Override
        public Optional<String> cameraId() {
            return Optional.ofNullable(rejection.getCameraId());
        }

        @Override
        public Instant completedAt() {
            return rejection.getRejectedAt();
        }
    }
}
