package dev.steadfast.workers.metrics;

/** The names of a worker's own metrics, as Prometheus has them; {@code docs/reference/metrics.md} says what each means. */
public final class MetricNames {

    public static final String TASKS = "steadfast_worker_tasks_total";
    public static final String TASKS_IN_HAND = "steadfast_worker_tasks_in_hand";
    public static final String SAMPLES = "steadfast_worker_samples_total";
    public static final String FORWARD = "steadfast_worker_forward_duration_seconds";
    public static final String PASSES = "steadfast_worker_passes_total";
    public static final String BATCH_FILL = "steadfast_worker_batch_fill_ratio";
    public static final String BUSY = "steadfast_worker_busy_seconds_total";
    public static final String VOTER_FAILURES = "steadfast_worker_voter_failures_total";
    public static final String INTERRUPTIONS = "steadfast_worker_interruptions_total";
    public static final String PUBLISH_FAILURES = "steadfast_worker_publish_failures_total";
    public static final String DEAD_LETTERS = "steadfast_worker_dead_letters_total";
    public static final String READY = "steadfast_worker_ready";
    public static final String BACKEND = "steadfast_worker_backend";
    public static final String GPU_MEMORY_USED = "steadfast_worker_gpu_memory_used_bytes";
    public static final String GPU_MEMORY = "steadfast_worker_gpu_memory_bytes";
    public static final String GPU_UTILISATION = "steadfast_worker_gpu_utilisation_ratio";

    private MetricNames() {}
}
