package dev.steadfast.schemas;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.VoteBatch;
import java.time.Duration;
import java.util.List;

/** The catalogue of topics. {@link TopicProvisioner} makes them. */
public final class Topics {

    static {
        TrustedContracts.ensure(); // whoever builds a record knows a topic for it
    }

    /** The largest record: an encoded image of 8 MiB and what surrounds it. */
    public static final int LARGE = 9 * 1024 * 1024;

    /** A certified input of at most 2 MiB, and what surrounds it. */
    private static final int MEDIUM = 3 * 1024 * 1024;

    private static final int SMALL = 1024 * 1024;

    public static final Topic<Frame> FRAMES = new Topic<>(
            "frames",
            Frame.class,
            "camera id",
            Duration.ofDays(7),
            LARGE,
            "Camera frames, as their owners publish them.");

    public static final Topic<RejectedFrame> REJECTED_FRAMES = new Topic<>(
            "rejected-frames",
            RejectedFrame.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "Frames that get no prediction, and why.");

    public static final Topic<AcceptedFrame> ACCEPTED_FRAMES = new Topic<>(
            "accepted-frames",
            AcceptedFrame.class,
            "frame id",
            Duration.ofDays(1),
            MEDIUM,
            "Frames after the intake: the certified input and the plan.");

    public static final Topic<NoiseTask> NOISE_TASKS = new Topic<>(
            "noise-tasks",
            NoiseTask.class,
            "frame id",
            Duration.ofHours(6),
            MEDIUM,
            "The queue: runs of samples for the share group of workers.");

    public static final Topic<VoteBatch> VOTES = new Topic<>(
            "votes", VoteBatch.class, "frame id", Duration.ofHours(6), SMALL, "What the workers' models answered.");

    public static final Topic<CertifiedPrediction> CERTIFIED_PREDICTIONS = new Topic<>(
            "certified-predictions",
            CertifiedPrediction.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "One answer for each accepted frame: certified, predicted or abstained.");

    public static final Topic<DeadLetter> DEAD_LETTERS = new Topic<>(
            "dead-letters",
            DeadLetter.class,
            "source topic",
            Duration.ofDays(7),
            MEDIUM + SMALL,
            "Tasks and votes that could not be processed, as they were.");

    /** All of them, in the order in which a frame meets them. */
    public static final List<Topic<?>> ALL =
            List.of(FRAMES, REJECTED_FRAMES, ACCEPTED_FRAMES, NOISE_TASKS, VOTES, CERTIFIED_PREDICTIONS, DEAD_LETTERS);

    private Topics() {}
}
