package dev.steadfast.schemas;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.ModelAnnouncement;
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

    /** The largest record: an encoded image of 8 MiB, or some pictures of samples, and what surrounds it. */
    public static final int LARGE = 9 * 1024 * 1024;

    /** A certified input of at most 2 MiB, and what surrounds it. */
    private static final int MEDIUM = 3 * 1024 * 1024;

    private static final int SMALL = 1024 * 1024;

    public static final Topic<Frame> FRAMES = Topic.kept(
            "frames",
            Frame.class,
            "camera id",
            Duration.ofDays(7),
            LARGE,
            "Camera frames, as their owners publish them.");

    public static final Topic<RejectedFrame> REJECTED_FRAMES = Topic.kept(
            "rejected-frames",
            RejectedFrame.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "Frames that get no prediction, and why.");

    public static final Topic<AcceptedFrame> ACCEPTED_FRAMES = Topic.kept(
            "accepted-frames",
            AcceptedFrame.class,
            "frame id",
            Duration.ofDays(1),
            MEDIUM,
            "Frames after the intake: the certified input and the plan.");

    public static final Topic<NoiseTask> NOISE_TASKS = Topic.kept(
            "noise-tasks",
            NoiseTask.class,
            "frame id",
            Duration.ofHours(6),
            MEDIUM,
            "The queue: runs of samples for the share group of workers. More bundles have more of them: noise-tasks-NAME.");

    public static final Topic<VoteBatch> VOTES = Topic.kept(
            "votes", VoteBatch.class, "frame id", Duration.ofHours(6), SMALL, "What the workers' models answered.");

    public static final Topic<CertifiedPrediction> CERTIFIED_PREDICTIONS = Topic.kept(
            "certified-predictions",
            CertifiedPrediction.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "One answer for each accepted frame: certified, predicted or abstained.");

    public static final Topic<CertifiedPrediction> SHADOW_PREDICTIONS = Topic.kept(
            "shadow-predictions",
            CertifiedPrediction.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "What a bundle on trial would have answered; nobody is to act on it.");

    /** Not compacted: the windows that are over are its history. */
    public static final Topic<CameraStatistics> CAMERA_STATISTICS = Topic.kept(
            "camera-statistics",
            CameraStatistics.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "What each camera got in each window of time.");

    public static final Topic<CameraEvent> CAMERA_EVENTS = Topic.kept(
            "camera-events",
            CameraEvent.class,
            "camera id",
            Duration.ofDays(7),
            SMALL,
            "Cameras that began to abstain more than usual, or are as usual again.");

    public static final Topic<ModelAnnouncement> SERVED_MODELS = Topic.newest(
            "served-models",
            ModelAnnouncement.class,
            "application id",
            Duration.ofDays(1),
            SMALL,
            "The bundle that is served, and the deployment's defaults.");

    public static final Topic<VoteBatch> REPLAYED_VOTES = Topic.kept(
            "replayed-votes",
            VoteBatch.class,
            "frame id",
            Duration.ofHours(1),
            LARGE,
            "Votes of tasks that were repeated for somebody to look at; they never count.");

    public static final Topic<DeadLetter> DEAD_LETTERS = Topic.kept(
            "dead-letters",
            DeadLetter.class,
            "source topic",
            Duration.ofDays(7),
            MEDIUM + SMALL,
            "Tasks and votes that could not be processed, as they were.");

    /** All of them, in the order in which a frame meets them. */
    public static final List<Topic<?>> ALL = List.of(
            FRAMES,
            REJECTED_FRAMES,
            ACCEPTED_FRAMES,
            NOISE_TASKS,
            VOTES,
            CERTIFIED_PREDICTIONS,
            SHADOW_PREDICTIONS,
            CAMERA_STATISTICS,
            CAMERA_EVENTS,
            SERVED_MODELS,
            REPLAYED_VOTES,
            DEAD_LETTERS);

    private Topics() {}
}
