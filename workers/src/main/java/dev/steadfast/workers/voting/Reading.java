package dev.steadfast.workers.voting;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.workers.queue.Delivery;
import java.util.Optional;

/** What a delivery turned out to hold. */
public sealed interface Reading {

    /** A task for this worker. */
    record Votable(Delivery delivery, NoiseTask task, VoteRequest request) implements Reading {}

    /**
     * Something that cannot be voted on.
     *
     * @param task empty if it could not be read
     * @param message what is wrong, for people
     */
    record Troubled(Delivery delivery, Optional<NoiseTask> task, Trouble trouble, String message)
            implements Reading, Outcome {}
}
