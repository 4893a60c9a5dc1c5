package dev.steadfast.gateway.frames;

import dev.steadfast.avro.Frame;
import java.util.concurrent.CompletionStage;

/** Where frames go. */
public interface FramePublisher {

    /**
     * Publishes a frame; returns at once.
     *
     * @return completes, on any thread, when the brokers have the frame for good; else with Kafka's exception, or
     *     {@link java.util.concurrent.RejectedExecutionException} where too many frames wait already
     */
    CompletionStage<Void> publish(Frame frame);
}
