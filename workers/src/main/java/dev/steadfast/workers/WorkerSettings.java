package dev.steadfast.workers;

import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.settings.Setting;
import dev.steadfast.settings.SettingsGroup;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;

/**
 * How a worker works. All workers of one group should agree on {@code delivery-limit} and {@code lock-duration}: they are the group's,
 * and the worker that started last sets them.
 */
@SettingsGroup("worker")
public record WorkerSettings(
        @Setting(
                value = "The share group. Workers of one group share the tasks; they may outnumber the partitions. The"
                        + " workers of queue noise-tasks-NAME are in the group that has -NAME behind this.",
                defaultValue = "steadfast-workers")
        String group,

        @Setting(
                value =
                        "The queue that tasks are taken from: noise-tasks, or noise-tasks-NAME for the workers of a bundle"
                                + " that is served beside the first. See routing.file.",
                defaultValue = "noise-tasks")
        String queue,

        @Setting(
                value = "What this worker is called in votes, dead letters and logs; empty for the host's name and a"
                        + " random suffix.",
                defaultValue = "")
        String id,

        @Setting(
                value =
                        "Where the model runs: cpu, cuda:0, cuda:1 and so on, or auto: the first GPU if there is one, else"
                                + " the CPU.",
                defaultValue = "auto")
        String device,

        @Setting(
                value =
                        "Which of the precisions that the bundle offers is computed in: bf16, fp32 and so on, or auto: the"
                                + " one that is fastest here, measured at the start; another than the bundle's own only if it is at"
                                + " least 1.25 times as fast. Votes of different precisions are never pooled.",
                defaultValue = "auto")
        String precision,

        @Setting(
                value = "The most tasks that are taken from the queue at once. Good are those that fill a few forward"
                        + " batches; more would only keep other workers from them.",
                unit = "tasks",
                defaultValue = "16",
                min = "1",
                max = "2000")
        int pollTasks,

        @Setting(
                value = "Memory for certified inputs that tasks name by their place (certification.inline-image-bytes)."
                        + " Each is fetched once while it is remembered, the least recently used forgotten first.",
                unit = "bytes",
                defaultValue = "33_554_432",
                min = "0",
                max = "2_147_483_647")
        int inputCacheBytes,

        @Setting(
                value =
                        "How often a task is delivered before it is answered with votes against every class. The broker's count"
                                + " begins anew when it restarts; each worker also counts its own failures on a task. Near the"
                                + " limit the broker delivers in ever smaller batches.",
                unit = "deliveries",
                defaultValue = "5",
                min = "3",
                max = "10")
        int deliveryLimit,

        @Setting(
                value = "How long the broker keeps a task for the worker that took it, before another gets it. Kafka's"
                        + " brokers allow 15s to 60s unless they are told otherwise.",
                defaultValue = "30s",
                min = "1s",
                max = "1h")
        Duration lockDuration,

        @Setting(
                value =
                        "After so many failed tasks with no success in between, the worker takes its device for broken and"
                                + " stops.",
                unit = "tasks",
                defaultValue = "20",
                min = "2",
                max = "1000000")
        int failureLimit,

        @Setting(
                value =
                        "Whether the worker makes the group and sets its configuration when it starts; false where it may"
                                + " not, and an operator has done it.",
                defaultValue = "true")
        boolean provisionGroup,

        @Setting(
                value = "Address that the management port listens on. The default is reachable from this machine only.",
                defaultValue = "127.0.0.1")
        String managementHost,

        @Setting(
                value = "Port of metrics and health checks; 0 for any free one, where several workers share a machine."
                        + " The demo does not open it: there the gateway's has all metrics.",
                defaultValue = "8083",
                min = "0",
                max = "65535")
        int managementPort) {

    private static final int SUFFIX_LENGTH = 8;

    /** Gives a worker without a name one. */
    public WorkerSettings {
        if (group.isBlank()) {
            throw new IllegalArgumentException("worker.group: must be a group's name, was empty");
        }
        if (!TaskQueues.isQueue(queue)) {
            throw new IllegalArgumentException(
                    "worker.queue: must be noise-tasks, or noise-tasks- and a name of a-z 0-9 -, was '%s'"
                            .formatted(queue));
        }
        if (id.isBlank()) {
            id = host() + "-" + UUID.randomUUID().toString().substring(0, SUFFIX_LENGTH);
        }
    }

    /** The share group of this worker's queue. */
    public String shareGroup() {
        return TaskQueues.group(group, queue);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) { // a host that does not know its own name; the suffix tells workers apart
            return "worker";
        }
    }
}
