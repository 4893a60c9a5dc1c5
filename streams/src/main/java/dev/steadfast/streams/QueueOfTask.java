package dev.steadfast.streams;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.streams.routing.Routing;
import dev.steadfast.streams.routing.ServedModel;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.RecordContext;
import org.apache.kafka.streams.processor.TopicNameExtractor;

/** Each task goes to the queue of the bundle that it is for, where the workers that have it are. */
record QueueOfTask(Supplier<Routing> routing) implements TopicNameExtractor<String, NoiseTask> {

    @Override
    public String extract(String ledgerId, NoiseTask task, RecordContext context) {
        return routing.get()
                .model(task.getModelDigest())
                .map(ServedModel::queue)
                .orElse(TaskQueues.FIRST); // forgotten since its task was made: nobody can wait for the votes
    }

    /** As it is in the topology's description. */
    @Override
    public String toString() {
        return "queue of the task's bundle";
    }
}
