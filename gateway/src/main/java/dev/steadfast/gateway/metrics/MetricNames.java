package dev.steadfast.gateway.metrics;

/** The names of the gateway's own metrics, as Prometheus has them; {@code docs/reference/metrics.md} says what each means. */
public final class MetricNames {

    public static final String REQUESTS = "steadfast_gateway_request_duration_seconds";
    public static final String FRAMES = "steadfast_gateway_frames_total";
    public static final String FRAMES_IN_FLIGHT = "steadfast_gateway_frames_in_flight";
    public static final String ANSWERS = "steadfast_gateway_answers_total";
    public static final String ANSWERS_REMEMBERED = "steadfast_gateway_answers_remembered";
    public static final String ANSWERS_AWAITED = "steadfast_gateway_answers_awaited";
    public static final String LIVE_READERS = "steadfast_gateway_live_readers";
    public static final String LIVE_EVENTS_MISSED = "steadfast_gateway_live_events_missed_total";
    public static final String FEED_READY = "steadfast_gateway_feed_ready";
    public static final String REPLAYS_UNDER_WAY = "steadfast_gateway_replays_under_way";
    public static final String REPLAYS = "steadfast_gateway_replays_total";
    public static final String WEBHOOK_EVENTS = "steadfast_gateway_webhook_events_total";
    public static final String WEBHOOK_FAILED_ATTEMPTS = "steadfast_gateway_webhook_failed_attempts_total";
    public static final String WEBHOOK_WAITING = "steadfast_gateway_webhook_waiting";
    public static final String BACKLOG_FRAMES = "steadfast_backlog_frames";
    public static final String BACKLOG_TASKS = "steadfast_backlog_tasks";
    public static final String BACKLOG_SECONDS = "steadfast_backlog_seconds";
    public static final String BACKLOG_KNOWN = "steadfast_backlog_known";
    public static final String WORKERS = "steadfast_workers";
    public static final String DEAD_LETTERS = "steadfast_dead_letters";
    public static final String CAMERAS = "steadfast_cameras";
    public static final String CAMERAS_DEPARTED = "steadfast_cameras_departed";

    private MetricNames() {}
}
