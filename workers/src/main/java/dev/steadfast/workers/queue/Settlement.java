package dev.steadfast.workers.queue;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.VoteBatch;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;

/** How a delivery ends: what is published, and then how it is acknowledged. */
public record Settlement(
        Delivery delivery,
        AcknowledgeType acknowledgement,
        Optional<VoteBatch> votes,
        Optional<DeadLetter> deadLetter) {

    /** Ends a delivery without a word to anyone but the broker. */
    public static Settlement silent(Delivery delivery, AcknowledgeType acknowledgement) {
        return new Settlement(delivery, acknowledgement, Optional.empty(), Optional.empty());
    }
}
