package dev.steadfast.schemas;

import dev.steadfast.avro.NoiseTask;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The queues of noise tasks: {@link Topics#NOISE_TASKS}, and one named after it for each bundle that is served beside the first. A queue is a topic
 * and the share group of the workers that read it; the workers of a queue all have the same bundle.
 */
public final class TaskQueues {

    /** The queue of a deployment with one bundle. */
    public static final String FIRST = Topics.NOISE_TASKS.name();

    private static final Pattern NAME = Pattern.compile(Pattern.quote(FIRST) + "(-[a-z0-9-]{1,60})?");

    private TaskQueues() {}

    /** Whether a topic is a queue, by its name. */
    public static boolean isQueue(String topic) {
        return NAME.matcher(topic).matches();
    }

    /**
     * The topic of a queue.
     *
     * @throws IllegalArgumentException if that is no name of a queue
     */
    public static Topic<NoiseTask> topic(String queue) {
        return requireQueue(queue).equals(FIRST) ? Topics.NOISE_TASKS : Topics.NOISE_TASKS.named(queue);
    }

    /**
     * The share group of a queue's workers: that of the first queue, with what distinguishes the queue behind it.
     *
     * @param group of the first queue's workers
     * @throws IllegalArgumentException if that is no name of a queue
     */
    public static String group(String group, String queue) {
        return group + requireQueue(queue).substring(FIRST.length());
    }

    /**
     * How many tasks of a queue no worker has finished, those in hand included.
     *
     * @param told what Kafka tells of the queue's share group
     * @return empty if it tells nothing of this queue
     */
    public static OptionalLong waiting(String queue, Map<TopicPartition, @Nullable SharePartitionOffsetInfo> told) {
        return told.entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(queue))
                .flatMap(entry -> Optional.ofNullable(entry.getValue()).flatMap(SharePartitionOffsetInfo::lag).stream())
                .mapToLong(Long::longValue)
                .reduce(Long::sum);
    }

    private static String requireQueue(String queue) {
        if (!isQueue(queue)) {
            throw new IllegalArgumentException(
                    "a queue's name is %s, or that, a hyphen, and up to 60 of a-z 0-9 -; it was '%s'"
                            .formatted(FIRST, queue));
        }
        return queue;
    }
}
