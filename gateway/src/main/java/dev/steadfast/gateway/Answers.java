package dev.steadfast.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The latest answers, and the frames that wait for theirs; the oldest of each are forgotten first. Confined to the gateway's event loop.
 */
final class Answers {

    private final int capacity;
    private final ArrayDeque<Answer> arrivals = new ArrayDeque<>();
    private final Map<String, Answer> byFrame = new HashMap<>();
    private final Set<String> awaited = new LinkedHashSet<>();

    /**
     * An empty memory.
     *
     * @param capacity answers it holds, and frames that may wait for theirs
     */
    Answers(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes an answer. A frame has one prediction: a second one is ignored, and so is a rejection of another frame under the same id, while
     * a prediction takes the place of such a rejection.
     *
     * @return whether it is news
     */
    boolean add(Answer answer) {
        Optional<Answer> earlier = answer.frameId().map(byFrame::get);
        if (earlier.isPresent() && !earlier.get().rejection() && !answer.rejection()) {
            return false;
        }
        arrivals.addLast(answer);
        answer.frameId().ifPresent(id -> {
            awaited.remove(id);
            if (earlier.isEmpty() || earlier.get().rejection()) {
                byFrame.put(id, answer);
            }
        });
        if (arrivals.size() > capacity) {
            Answer oldest = arrivals.removeFirst();
            oldest.frameId().ifPresent(id -> byFrame.remove(id, oldest));
        }
        return true;
    }

    /** Notes that a frame has been published, unless its answer came first. */
    void await(String frameId) {
        if (byFrame.containsKey(frameId)) {
            return;
        }
        awaited.add(frameId);
        if (awaited.size() > capacity) {
            Iterator<String> oldest = awaited.iterator();
            oldest.next();
            oldest.remove();
        }
    }

    Optional<Answer> find(String frameId) {
        return Optional.ofNullable(byFrame.get(frameId));
    }

    /** Whether this gateway has published the frame and knows no answer yet. */
    boolean awaits(String frameId) {
        return awaited.contains(frameId);
    }

    /** The latest that are wanted, oldest first. */
    List<Answer> latest(int count, Predicate<Answer> wanted) {
        List<Answer> latest = new ArrayList<>();
        Iterator<Answer> newestFirst = arrivals.descendingIterator();
        while (latest.size() < count && newestFirst.hasNext()) {
            Answer answer = newestFirst.next();
            if (wanted.test(answer)) {
                latest.add(answer);
            }
        }
        Collections.reverse(latest);
        return latest;
    }
}
