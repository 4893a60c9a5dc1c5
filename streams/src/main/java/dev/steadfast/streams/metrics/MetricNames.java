package dev.steadfast.streams.metrics;

/** The names of the topology's own metrics, as Prometheus has them; {@code docs/reference/metrics.md} says what each means. */
public final class MetricNames {

    public static final String FRAMES = "steadfast_streams_frames_total";
    public static final String REJECTIONS = "steadfast_streams_rejections_total";
    public static final String TASKS = "steadfast_streams_tasks_total";
    public static final String VOTES = "steadfast_streams_votes_total";
    public static final String OPEN_FRAMES = "steadfast_streams_open_frames";
    public static final String WAITING_FRAMES = "steadfast_streams_waiting_frames";
    public static final String OVERLOADED = "steadfast_streams_overloaded";
    public static final String CHEAPER_PLANS = "steadfast_streams_cheaper_plans_total";
    public static final String PREDICTIONS = "steadfast_streams_predictions_total";
    public static final String PREDICTION_LATENCY = "steadfast_streams_prediction_latency_seconds";
    public static final String CERTIFIED_RADIUS = "steadfast_streams_certified_radius";
    public static final String DECISION_SAMPLES = "steadfast_streams_decision_samples";
    public static final String ASSIGNMENTS = "steadfast_streams_assignments_total";
    public static final String SHADOW_PREDICTIONS = "steadfast_streams_shadow_predictions_total";
    public static final String ROUTES_UP_TO_DATE = "steadfast_streams_routes_up_to_date";
    public static final String DEAD_LETTERS = "steadfast_streams_dead_letters_total";
    public static final String CAMERA_EVENTS = "steadfast_streams_camera_events_total";
    public static final String HELD_UP_PARTITIONS = "steadfast_streams_held_up_partitions";
    public static final String HELD_UP_SECONDS = "steadfast_streams_held_up_seconds";
    public static final String UNANSWERED_FRAMES = "steadfast_streams_unanswered_frames";
    public static final String RECONCILIATION_BEHIND = "steadfast_streams_reconciliation_behind_seconds";
    public static final String STATE = "steadfast_streams_state";
    public static final String READY = "steadfast_streams_ready";

    private MetricNames() {}
}
