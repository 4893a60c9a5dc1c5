package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.fleet.FleetNews.FrameTask;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How far the votes have come on each frame that was published here and has no answer yet. Bounded: the frame that was published first is
 * forgotten first. Confined to the gateway's event loop.
 */
final class FrameVotes {

    /** Further tasks of a frame are not told apart: no plan that is of use has so many. */
    private static final int MOST_TASKS = 100_000;

    private final int capacity;
    private final Map<String, Tally> frames = new LinkedHashMap<>();

    private static final class Tally {
        private final BitSet done = new BitSet();
        private int asked;
        private String digest = "";
    }

    /**
     * How far they have come.
     *
     * @param done tasks that were voted on
     * @param asked tasks that the frame was asked for by then; empty while no vote has said so
     * @param digest of the bundle that votes; empty before the first vote
     */
    record Standing(int done, OptionalInt asked, Optional<String> digest) {}

    /**
     * @param capacity how many frames are remembered
     */
    FrameVotes(int capacity) {
        this.capacity = capacity;
    }

    /** Begins to count for a frame. */
    void begin(String frameId) {
        frames.putIfAbsent(frameId, new Tally());
        if (frames.size() > capacity) {
            frames.remove(frames.keySet().iterator().next());
        }
    }

    /** Counts a task that was voted on; once, however often its votes come. */
    void add(FrameTask task, String digest) {
        Tally tally = frames.get(task.frameId());
        if (tally != null && task.index() >= 0 && task.index() < MOST_TASKS) {
            tally.done.set(task.index());
            tally.asked = Math.max(tally.asked, task.asked().orElse(0));
            tally.digest = digest;
        }
    }

    /** Forgets a frame that has its answer. */
    void answered(String frameId) {
        frames.remove(frameId);
    }

    /** Empty of a frame that is not counted for. */
    Optional<Standing> of(String frameId) {
        return Optional.ofNullable(frames.get(frameId))
                .map(tally -> new Standing(
                        tally.done.cardinality(),
                        tally.asked == 0 ? OptionalInt.empty() : OptionalInt.of(tally.asked),
                        Optional.of(tally.digest).filter(digest -> !digest.isEmpty())));
    }
}
