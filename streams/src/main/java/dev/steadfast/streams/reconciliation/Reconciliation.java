package dev.steadfast.streams.reconciliation;

import com.google.common.collect.Range;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which frames were taken and have no answer. A frame has one if an answer names its place in the frames topic, or its id where the frame was sent more than
 * once: one of its records is answered, the others are repetitions. A place in which there is no record, as that of a transaction's end, needs none.
 *
 * <p>It only compares. That answers had their time, and that all of them have been noted that were made in it, is for who asks it to {@link #judge}.
 *
 * <p>Threading notes: for one thread.
 */
final class Reconciliation {

    /** More are not held in memory at a time: after a great loss it goes on with the next ones when these have their answer. */
    static final int MOST_AT_ONCE = 10_000;

    /** Clocks of instances are taken to be less apart, where it is about what may be forgotten. */
    static final Duration CLOCKS = Duration.ofMinutes(5);

    private static final Comparator<TakenFrame> IN_ORDER =
            Comparator.comparingInt(TakenFrame::partition).thenComparingLong(TakenFrame::offset);

    /** Tells what was taken. */
    interface Frames {

        /**
         * Reads the records in a range of positions, in order; not all positions have one.
         *
         * @param most so many are enough
         */
        List<TakenFrame> read(int partition, Range<Long> offsets, int most);
    }

    private final Map<Integer, TakenPartition> partitions = new HashMap<>();
    private final AnsweredIds ids;
    private final Duration idRetention;
    private final NavigableMap<TakenFrame, TakenPartition> unanswered = new TreeMap<>(IN_ORDER);

    /**
     * Begins where another one stopped.
     *
     * @param progress by partition
     * @param idRetention how long after its answer a frame that comes again is known for the same
     */
    Reconciliation(Map<Integer, Progress> progress, Duration idRetention, SecureRandom random) {
        progress.forEach((partition, begin) -> partitions.put(partition, new TakenPartition(begin)));
        this.idRetention = idRetention;
        this.ids = new AnsweredIds(random);
    }

    /** The first answers that it must be told of, by the time at which they were made. */
    static Instant firstAnswer(Collection<Progress> progress, Duration idRetention) {
        return progress.stream()
                .map(Progress::since)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .minus(idRetention)
                .minus(CLOCKS);
    }

    void note(Answer answer) {
        TakenPartition partition = partitions.get(answer.partition());
        if (partition != null) {
            partition.answered(answer.offset());
        }
        answer.settled().ifPresent(id -> ids.note(id, answer.at()));
    }

    /** Whether it can go on with these offsets: a partition that is new, or is read again since somebody has set its offset back, is not known well enough. */
    boolean goesOn(Map<Integer, Long> offsets) {
        return offsets.entrySet().stream().allMatch(entry -> {
            TakenPartition known = partitions.get(entry.getKey());
            return known != null && known.taken() <= entry.getValue();
        });
    }

    /**
     * Notes what is taken: those are the frames that {@link #judge} will be about.
     *
     * @param offsets by partition, the first that is not taken; such that it {@linkplain #goesOn goes on}
     * @param time before these were known
     */
    void survey(Map<Integer, Long> offsets, Instant time) {
        offsets.forEach((number, offset) ->
                Objects.requireNonNull(partitions.get(number)).taken(offset, time));
    }

    /**
     * Looks for those of the last {@link #survey} that have no answer.
     *
     * @return whether all of them were looked at; else there are too many without an answer
     */
    boolean judge(Frames frames) {
        forgetAnswered();
        partitions.forEach((number, partition) -> look(number, partition, frames));
        forgetAnswered();
        return partitions.values().stream().allMatch(TakenPartition::done);
    }

    private void look(int number, TakenPartition partition, Frames frames) {
        for (Range<Long> missing : partition.missing()) {
            int room = MOST_AT_ONCE - unanswered.size();
            if (room == 0) {
                return;
            }
            List<TakenFrame> found = frames.read(number, missing, room);
            found.forEach(frame -> unanswered.put(frame, partition));
            if (found.size() >= room) {
                partition.lookedAt(found.get(found.size() - 1).offset() + 1);
                return;
            }
            partition.lookedAt(missing.upperEndpoint());
        }
        partition.lookedAt(partition.taken());
    }

    private void forgetAnswered() {
        Set<String> answered = ids.among(unanswered.keySet().stream()
                .flatMap(frame -> frame.id().stream())
                .collect(Collectors.toSet()));
        unanswered
                .entrySet()
                .removeIf(entry -> entry.getValue().isAnswered(entry.getKey().offset())
                        || entry.getKey().id().filter(answered::contains).isPresent());
    }

    /** Frames that were looked at and have no answer, in order; as of the last {@link #judge}. */
    List<TakenFrame> unanswered() {
        return List.copyOf(unanswered.keySet());
    }

    /** How far it has come; what is needed no more is forgotten. */
    Map<Integer, Progress> progress() {
        Map<Integer, Progress> progress = new HashMap<>();
        partitions.forEach((number, partition) -> progress.put(
                number,
                partition.progress(unanswered.keySet().stream()
                        .filter(frame -> frame.partition() == number)
                        .mapToLong(TakenFrame::offset)
                        .min()
                        .orElse(Long.MAX_VALUE))));
        if (!progress.isEmpty()) {
            ids.forgetBefore(firstAnswer(progress.values(), idRetention));
        }
        return progress;
    }
}
