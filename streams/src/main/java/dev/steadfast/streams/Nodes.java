package dev.steadfast.streams;

/** Names of the topology's nodes. They are part of its upgrade contract: see the golden test of its description. */
final class Nodes {

    static final String FRAMES_SOURCE = "frames-source";
    static final String INTAKE = "intake";
    static final String ACCEPTED_FRAMES_SINK = "accepted-frames-sink";
    static final String REJECTED_FRAMES_SINK = "rejected-frames-sink";

    static final String ACCEPTED_FRAMES_SOURCE = "accepted-frames-source";
    static final String OPEN = "open";
    static final String NOISE_TASKS_SINK = "noise-tasks-sink";
    static final String REUSED_FRAME_IDS_SINK = "reused-frame-ids-sink";

    static final String VOTES_SOURCE = "votes-source";
    static final String TALLY = "tally";
    static final String FURTHER_TASKS_SINK = "further-tasks-sink";
    static final String CERTIFIED_PREDICTIONS_SINK = "certified-predictions-sink";
    static final String SHADOW_PREDICTIONS_SINK = "shadow-predictions-sink";
    static final String DEAD_LETTERS_SINK = "dead-letters-sink";

    static final String PREDICTIONS_SOURCE = "predictions-source";
    static final String REJECTIONS_SOURCE = "rejections-source";
    static final String STATISTICS = "statistics";
    static final String CAMERA_STATISTICS_SINK = "camera-statistics-sink";
    static final String CAMERA_EVENTS_SINK = "camera-events-sink";

    private Nodes() {}
}
