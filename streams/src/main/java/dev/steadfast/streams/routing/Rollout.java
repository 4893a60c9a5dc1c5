package dev.steadfast.streams.routing;

import dev.steadfast.settings.SettingsException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How one set of routes follows another without a frame falling between them. Instances learn of new routes at different moments, and a frame that
 * one has routed may be opened by another: so a bundle is known for a while before frames go to it, and stays known, once it is dropped, until its
 * frames are answered. Routes to bundles that are listed already hold at once: so going back is quick, as long as the former one was not dropped.
 *
 * <p>Threading notes: for one thread.
 */
final class Rollout {

    /** @param droppedAt when it was no longer in any routes; null while it is */
    private record Knowledge(
            ServedModel model, Instant since, @Nullable Instant droppedAt) {}

    private final Duration settling;
    private final Duration keeping;
    private final Map<String, Knowledge> known = new HashMap<>();
    private Routes inForce;
    private @Nullable Routes pending;

    /**
     * Begins with routes that hold at once.
     *
     * @param settling how long a new bundle is known before frames go to it
     * @param keeping how long a bundle that was dropped stays known
     */
    Rollout(Routes first, Duration settling, Duration keeping) {
        this.settling = settling;
        this.keeping = keeping;
        this.inForce = first;
        first.models().forEach(model -> known.put(model.digest(), new Knowledge(model, Instant.MIN, null)));
    }

    /**
     * Refuses routes that give a bundle the queue of another one whose frames are not all answered: workers would take each other's tasks.
     *
     * @throws SettingsException if so
     */
    void requireFreeQueues(Routes next) {
        for (ServedModel model : next.models()) {
            for (Knowledge it : known.values()) {
                if (it.model().queue().equals(model.queue())
                        && !it.model().digest().equals(model.digest())) {
                    throw new SettingsException(
                            "bundles: the queue %s of %s (%s) is that of %s (%s), whose frames are not all answered: give it another queue, or drop the one and wait"
                                    .formatted(
                                            model.queue(),
                                            model.name(),
                                            model.digest(),
                                            it.model().name(),
                                            it.model().digest()));
                }
            }
        }
    }

    /** Takes the routes that are to hold; the next {@link #at} begins with them. */
    void change(Routes next, Instant now) {
        pending = next;
        next.models()
                .forEach(model -> known.compute(
                        model.digest(),
                        // Other instances may have forgotten one that was dropped: it is as good as new.
                        (digest, it) -> it == null || it.droppedAt() != null ? new Knowledge(model, now, null) : it));
    }

    /** What holds at a moment, which must not be before that of an earlier call. */
    Routing at(Instant now) {
        if (pending != null && settled(pending, now)) {
            inForce = pending;
            pending = null;
        }
        Set<String> listed = new HashSet<>();
        inForce.models().forEach(model -> listed.add(model.digest()));
        if (pending != null) {
            pending.models().forEach(model -> listed.add(model.digest()));
        }
        known.replaceAll((digest, it) -> listed.contains(digest)
                ? new Knowledge(it.model(), it.since(), null)
                : it.droppedAt() == null ? new Knowledge(it.model(), it.since(), now) : it);
        known.values()
                .removeIf(it ->
                        it.droppedAt() != null && now.isAfter(it.droppedAt().plus(keeping)));
        // A bundle may have moved to another queue.
        inForce.models()
                .forEach(model ->
                        known.computeIfPresent(model.digest(), (same, it) -> new Knowledge(model, it.since(), null)));
        return new Routing(
                inForce, known.values().stream().map(Knowledge::model).toList(), settling);
    }

    /** Whether routes wait for their bundles to be known long enough. */
    boolean waits() {
        return pending != null;
    }

    private boolean settled(Routes routes, Instant now) {
        return routes.used().stream()
                .map(model -> known.get(model.digest()))
                .allMatch(it -> it != null
                        && (it.since().equals(Instant.MIN)
                                || !now.isBefore(it.since().plus(settling))));
    }
}
