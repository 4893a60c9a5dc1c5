package dev.steadfast.gateway.predictions;

import dev.steadfast.gateway.problems.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The latest answers, and the frames that wait for theirs; the oldest of each are forgotten first. Confined to the gateway's event loop.
 */
public final class Answers {

    private static final Comparator<Remembered> BY_ARRIVAL = Comparator.comparingLong(Remembered::arrival);

    private final int capacity;
    private final TreeMap<Answer, Remembered> byTime = new TreeMap<>();
    private final Map<String, TreeMap<Answer, Remembered>> byCamera = new HashMap<>();
    private final Map<String, Answer> byFrame = new HashMap<>();
    /** Frames that wait, and their cameras. */
    private final Map<String, String> awaited = new LinkedHashMap<>();

    private Position position = Position.start();
    private Position forgotten = Position.start();
    private long arrivals;
    private boolean rebuilt;

    /**
     * An empty memory.
     *
     * @param capacity answers it holds, and frames that may wait for theirs
     */
    public Answers(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Takes an answer. A frame has one prediction: a second one is ignored, and so is a rejection of another frame under the same id, while
     * a prediction takes the place of such a rejection.
     *
     * @return what is remembered of it; empty if it is no news
     */
    Optional<Remembered> add(Answer answer) {
        position.pass(answer.origin());
        Optional<Answer> earlier = answer.frameId().map(byFrame::get);
        if (earlier.isPresent() && !earlier.get().rejection() && !answer.rejection()) {
            return Optional.empty();
        }
        Remembered remembered = new Remembered(answer, arrivals++, position.toString());
        byTime.put(answer, remembered);
        answer.cameraId().ifPresent(camera -> byCamera.computeIfAbsent(camera, first -> new TreeMap<>())
                .put(answer, remembered));
        answer.frameId().ifPresent(id -> {
            awaited.remove(id);
            if (earlier.isEmpty() || earlier.get().rejection()) {
                byFrame.put(id, answer);
            }
        });
        if (byTime.size() > capacity) {
            forget(byTime.firstKey());
        }
        return Optional.of(remembered);
    }

    private void forget(Answer oldest) {
        byTime.remove(oldest);
        forgotten.pass(oldest.origin());
        oldest.frameId().ifPresent(id -> byFrame.remove(id, oldest));
        oldest.cameraId()
                .ifPresent(camera -> byCamera.computeIfPresent(camera, (name, answers) -> {
                    answers.remove(oldest);
                    return answers.isEmpty() ? null : answers;
                }));
    }

    /** Counts what lies before a position as forgotten: answers that were there before the gateway, and will not be added. */
    void beginAfter(Position first) {
        position = position.with(first);
        forgotten = forgotten.with(first);
    }

    /** All that was there before the gateway has been added. */
    void rebuilt() {
        rebuilt = true;
    }

    /**
     * Refuses questions while what was there is still being read: an answer that is missing would look like one that never was.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 503
     */
    public void requireRebuilt() {
        if (!rebuilt) {
            throw Problem.tryAgain(503, "the gateway still reads from Kafka what was there before it started")
                    .exception();
        }
    }

    /** Notes that a frame has been published, unless its answer came first. */
    public void await(String frameId, String camera) {
        if (byFrame.containsKey(frameId)) {
            return;
        }
        awaited.put(frameId, camera);
        if (awaited.size() > capacity) {
            Iterator<String> oldest = awaited.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    public Optional<Answer> find(String frameId) {
        return Optional.ofNullable(byFrame.get(frameId));
    }

    /** The camera of a frame that this gateway has published, and knows no answer to yet. */
    Optional<String> awaitedOf(String frameId) {
        return Optional.ofNullable(awaited.get(frameId));
    }

    /** The cameras of the answers that are remembered. */
    public Set<String> cameras() {
        return Set.copyOf(byCamera.keySet());
    }

    /** The latest answer of a camera. */
    public Optional<Answer> latestOf(String camera) {
        return Optional.ofNullable(byCamera.get(camera)).map(TreeMap::lastKey);
    }

    /** A page: those that are wanted and older than an answer (all, if there is none), newest first. */
    List<Answer> page(Optional<String> camera, Optional<Answer> before, int count, Predicate<Answer> wanted) {
        TreeMap<Answer, Remembered> all =
                camera.isPresent() ? byCamera.getOrDefault(camera.get(), new TreeMap<>()) : byTime;
        return before.map(newest -> all.headMap(newest, false)).orElse(all).descendingMap().keySet().stream()
                .filter(wanted)
                .limit(count)
                .toList();
    }

    /** The latest that are wanted, in the order in which they came. */
    List<Remembered> latest(int count, Predicate<Answer> wanted) {
        return byTime.descendingMap().values().stream()
                .filter(remembered -> wanted.test(remembered.answer()))
                .limit(count)
                .sorted(BY_ARRIVAL)
                .toList();
    }

    /** What is wanted, remembered, and not before a position, in the order in which it came. */
    List<Remembered> since(Position seen, Predicate<Answer> wanted) {
        return byTime.values().stream()
                .filter(remembered -> !seen.isPast(remembered.answer().origin()))
                .filter(remembered -> wanted.test(remembered.answer()))
                .sorted(BY_ARRIVAL)
                .toList();
    }

    /** How many records may lie between a position and the oldest that is remembered. */
    long forgottenSince(Position seen) {
        return seen.behind(forgotten);
    }

    /** A position, moved past what is forgotten. */
    Position pastForgotten(Position seen) {
        return seen.with(forgotten);
    }

    /** How far this gateway has come, as text. */
    String position() {
        return position.toString();
    }

    public int size() {
        return byTime.size();
    }
}
