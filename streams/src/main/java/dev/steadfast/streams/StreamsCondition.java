package dev.steadfast.streams;

import dev.steadfast.management.Health;
import org.apache.kafka.streams.KafkaStreams;

/**
 * How an instance of the topology is, by the states it has been in. It is ready once it has run: from then on a rebalance is a pause, in which
 * it keeps its state, and not a reason to take it for unready; before, it is still to get its share of the work and to restore it.
 *
 * <p>Threading notes: turned by one thread at a time, asked by any.
 */
final class StreamsCondition {

    private volatile Health health = Health.unready(KafkaStreams.State.CREATED.name());
    private boolean hasRun;

    /** Notes a change of state; returns whether it is ready with it for the first time. */
    synchronized boolean turned(KafkaStreams.State now) {
        boolean first = !hasRun && now == KafkaStreams.State.RUNNING;
        hasRun = hasRun || now == KafkaStreams.State.RUNNING;
        health = switch (now) {
            case RUNNING -> Health.ready(now.name());
            case REBALANCING -> hasRun ? Health.ready(now.name()) : Health.unready(now.name());
            case CREATED, PENDING_SHUTDOWN, PENDING_ERROR -> Health.unready(now.name());
            case ERROR, NOT_RUNNING -> Health.dead(now.name());
        };
        return first;
    }

    Health health() {
        return health;
    }

    /** The same, with what is to be said beside it; empty for nothing. */
    Health health(String note) {
        Health now = health;
        return note.isEmpty() ? now : new Health(now.condition(), "%s; %s".formatted(now.detail(), note));
    }
}
