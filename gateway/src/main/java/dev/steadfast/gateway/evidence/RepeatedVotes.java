package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.VoteBatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Votes that come back from workers, each task counted once. Confined to the gateway's event loop. */
final class RepeatedVotes {

    private final int tasks;
    private final Map<Integer, VoteBatch> byTask = new HashMap<>();

    /**
     * @param tasks how many are awaited
     */
    RepeatedVotes(int tasks) {
        this.tasks = tasks;
    }

    /** Takes votes; returns whether all have come. */
    boolean add(VoteBatch votes) {
        byTask.putIfAbsent(votes.getTaskIndex(), votes);
        return byTask.size() == tasks;
    }

    /** How many tasks have come. */
    int done() {
        return byTask.size();
    }

    /** How many are awaited. */
    int asked() {
        return tasks;
    }

    /** Votes for each class over a range of tasks. */
    long[] sum(int firstTask, int endTask) {
        long[] sum = new long[0];
        for (int task = firstTask; task < endTask; task++) {
            VoteBatch batch = byTask.get(task);
            List<Integer> votes = batch == null ? List.of() : batch.getVotes();
            if (votes.size() > sum.length) {
                sum = java.util.Arrays.copyOf(sum, votes.size());
            }
            for (int cls = 0; cls < votes.size(); cls++) {
                sum[cls] += votes.get(cls);
            }
        }
        return sum;
    }

    int samples() {
        return byTask.values().stream().mapToInt(VoteBatch::getSamples).sum();
    }

    int invalid() {
        return byTask.values().stream().mapToInt(VoteBatch::getInvalid).sum();
    }

    Set<String> backends() {
        Set<String> backends = new TreeSet<>();
        byTask.values().forEach(batch -> backends.add(batch.getBackend()));
        return backends;
    }

    /** Why tasks could not be run, if some could not. */
    List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (VoteBatch batch : byTask.values()) {
            if (batch.getFailure() != null) {
                failures.add(batch.getFailure());
            }
        }
        return failures;
    }

    List<VoteBatch> batches() {
        return List.copyOf(byTask.values());
    }
}
