package dev.steadfast.workers.voting;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.models.SampleView;
import dev.steadfast.workers.queue.Delivery;
import java.util.List;
import java.util.Optional;

/** What came of a delivery in one turn. */
public sealed interface Outcome permits Outcome.Voted, Outcome.Postponed, Reading.Troubled {

    Delivery delivery();

    /**
     * All samples of the task have been voted on.
     *
     * @param views the first samples as the model saw them, if a replay order asked for them
     */
    record Voted(Delivery delivery, NoiseTask task, Ballot ballot, List<SampleView> views) implements Outcome {}

    /** There was no time for it, or for all of it: it comes back with the next poll. */
    record Postponed(Delivery delivery) implements Outcome {}

    /** The delivery is in trouble, for which {@link Trouble} has the cure. */
    static Outcome troubled(Delivery delivery, NoiseTask task, Trouble trouble, Throwable failure) {
        return new Reading.Troubled(delivery, Optional.of(task), trouble, String.valueOf(failure.getMessage()));
    }
}
