package dev.steadfast.gateway.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kafka told of the backlog last. A number of which Kafka does not tell any more stays for {@link #KEPT}, and is unknown then; the log
 * says so once, and once when it is known again. Confined to the gateway's event loop.
 */
final class BacklogMemory {

    /** How old a number may be: a few answers of Kafka may fail before anybody is told. */
    static final Duration KEPT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(BacklogMemory.class);
    private static final String NO_REASON = "Kafka has not told yet";

    private final InstantSource clock;
    private final Map<String, Part> parts = new TreeMap<>();

    private static final class Part {
        private @Nullable Long value;
        private Instant asOf;
        private String reason = NO_REASON;
        private boolean toldOf;

        Part(Instant watchedSince) {
            this.asOf = watchedSince;
        }

        boolean isOld(Instant now) {
            return now.isAfter(asOf.plus(KEPT));
        }
    }

    BacklogMemory(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Takes an answer.
     *
     * @param queues the queues that matter; others are forgotten
     */
    void take(Backlog answer, Set<String> queues) {
        Set<String> watched = new HashSet<>(queues);
        watched.add(Backlog.FRAMES);
        parts.keySet().retainAll(watched);
        watched.forEach(name -> take(
                name,
                name.equals(Backlog.FRAMES) ? answer.frames() : answer.tasks(name),
                answer.unknown(),
                clock.instant()));
    }

    private void take(String name, OptionalLong value, Map<String, String> reasons, Instant now) {
        Part part = parts.computeIfAbsent(name, first -> new Part(now));
        if (value.isPresent()) {
            part.value = value.getAsLong();
            part.asOf = now;
            if (part.toldOf) {
                part.toldOf = false;
                LOG.atInfo().addKeyValue("of", name).log("The backlog is known again");
            }
            return;
        }
        part.reason = reasons.getOrDefault(name, NO_REASON);
        // A topology that has not read a frame yet commits nothing, and nobody scales on the frames: readiness says it.
        if (part.isOld(now) && !part.toldOf && !name.equals(Backlog.FRAMES)) {
            part.toldOf = true;
            LOG.atWarn()
                    .addKeyValue("of", name)
                    .addKeyValue("reason", part.reason)
                    .log("The backlog is not known: no value of steadfast_backlog_tasks to scale workers on");
        }
    }

    /** What is known now, and why the rest is not. */
    Backlog current() {
        Instant now = clock.instant();
        OptionalLong frames = OptionalLong.empty();
        Map<String, Long> tasks = new HashMap<>();
        Map<String, String> unknown = new HashMap<>();
        for (Map.Entry<String, Part> entry : parts.entrySet()) {
            Part part = entry.getValue();
            Long value = part.value;
            if (value == null || part.isOld(now)) {
                unknown.put(entry.getKey(), part.reason);
            } else if (entry.getKey().equals(Backlog.FRAMES)) {
                frames = OptionalLong.of(value);
            } else {
                tasks.put(entry.getKey(), value);
            }
        }
        return new Backlog(frames, tasks, unknown);
    }
}
