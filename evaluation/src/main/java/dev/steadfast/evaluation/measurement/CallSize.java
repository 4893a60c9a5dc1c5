package dev.steadfast.evaluation.measurement;

import java.time.Duration;

/**
 * How many tasks the next call takes: as many as the last ones say can be voted on in a short time, so that a voter that is closed to stop the
 * process does not have to be waited for.
 *
 * <p>Threading notes: for one thread.
 */
final class CallSize {

    /** What a call is to take, more or less. */
    private static final Duration AIM = Duration.ofMillis(400);

    /** However fast they are. */
    private static final int MOST_SAMPLES_OF_A_CORE = 250;

    private final int cores;
    private final int mostTasksOfACore;

    /** At first one for each core. */
    private int tasks;

    /**
     * @param cores that vote at the same time
     * @param batch samples of a task
     */
    CallSize(int cores, int batch) {
        this.cores = cores;
        this.mostTasksOfACore = (MOST_SAMPLES_OF_A_CORE + batch - 1) / batch;
        this.tasks = cores;
    }

    /** {@return how many tasks can be voted on at the same time} */
    int cores() {
        return cores;
    }

    /** {@return the tasks of the next call: whole rounds of one for each core} */
    int tasks() {
        return tasks;
    }

    /**
     * Fits the next call, to at most twice the last one.
     *
     * @param done tasks of the last call; fewer than {@link #tasks} tell nothing
     * @param nanos what they took
     */
    void took(int done, long nanos) {
        if (done < tasks) {
            return;
        }
        long rounds = done * AIM.toNanos() / Math.max(nanos, 1) / cores;
        long most = Math.min(mostTasksOfACore, 2L * done / cores);
        tasks = cores * (int) Math.max(1, Math.min(rounds, most));
    }
}
