package dev.steadfast.gateway;

import dev.steadfast.gateway.fleet.FleetNews;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Votes of workers, made up: of 25 samples each. */
public final class MadeUpVotes {

    /** That of the bundle of {@link MadeUpWorkers}. */
    public static final String DIGEST = "ab".repeat(32);

    private MadeUpVotes() {}

    /** Votes on a task that took a worker so long. */
    public static FleetNews.Votes of(
            String frameId, int task, OptionalInt asked, String worker, String digest, Duration took, Instant at) {
        return new FleetNews.Votes(
                worker,
                "cpu",
                digest,
                new FleetNews.FrameTask(frameId, task, asked),
                25,
                at.minus(took),
                false,
                Optional.empty(),
                at);
    }
}
