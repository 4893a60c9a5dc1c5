package dev.steadfast.workers.voting;

import dev.steadfast.workers.queue.Delivery;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tasks that this worker has failed on, and how often. The broker counts deliveries too, but its count begins anew when it restarts; this one
 * lasts as long as the worker, for the tasks that failed last. Used by one thread.
 */
public final class FailedTasks {
    private static final int MOST = 10_000;

    private final int limit;

    /** Least recently failed first. */
    private final Map<Delivery.Position, Integer> failures = new LinkedHashMap<>(16, 0.75f, true);

    /** @param limit deliveries of a task, of which the last is answered whatever happens */
    public FailedTasks(int limit) {
        this.limit = limit;
    }

    /** Whether this worker has failed on the task: it may be the task's fault, so others should not depend on it. */
    boolean include(Delivery delivery) {
        return failures.containsKey(delivery.position());
    }

    /**
     * Notes a failure.
     *
     * @return the delivery, as the last one if this worker has failed on the task as often as it may be delivered
     */
    Delivery add(Delivery delivery) {
        int count = failures.merge(delivery.position(), 1, Integer::sum);
        if (failures.size() > MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
        return count < limit || delivery.last()
                ? delivery
                : new Delivery(delivery.record(), Math.max(count, delivery.deliveries()), true);
    }

    void forget(Delivery delivery) {
        failures.remove(delivery.position());
    }
}
