package dev.steadfast.streams;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import java.util.List;

/** Answers that workers could give. */
public final class TestVotes {

    public static final String BACKEND = "pytorch cpu";

    private TestVotes() {}

    /** All samples of a task for class 1 (bee). */
    public static VoteBatch.Builder unanimous(NoiseTask task) {
        return answer(task, 0, task.getSamples(), 0);
    }

    /** So many votes for each of the three classes; the rest of the task's samples are invalid. */
    public static VoteBatch.Builder answer(NoiseTask task, int ant, int bee, int cat) {
        return VoteBatch.newBuilder()
                .setFrameId(task.getFrameId())
                .setTaskIndex(task.getTaskIndex())
                .setFirstSample(task.getFirstSample())
                .setSamples(task.getSamples())
                .setVotes(List.of(ant, bee, cat))
                .setInvalid(task.getSamples() - ant - bee - cat)
                .setModelDigest(task.getModelDigest())
                .setNoiseKey(task.getNoiseKey())
                .setBackend(BACKEND)
                .setWorkerId("w-1")
                .setStartedAt(TestFrames.NOON)
                .setComputeMillis(5);
    }

    /** The votes of a task that could not be run. */
    public static VoteBatch.Builder failed(NoiseTask task) {
        return answer(task, 0, 0, 0).setBackend("").setFailure("expired");
    }
}
