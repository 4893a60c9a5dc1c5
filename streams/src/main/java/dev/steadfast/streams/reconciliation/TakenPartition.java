package dev.steadfast.streams.reconciliation;

import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What is known of one partition of the frames topic: which of its positions are answered, and how far they have been looked at. Answers come in any
 * order, but leave few gaps, so that ranges take little memory.
 *
 * <p>Threading notes: for one thread.
 */
final class TakenPartition {

    private final RangeSet<Long> answered = TreeRangeSet.create();
    private final NavigableMap<Long, Instant> takenAfter = new TreeMap<>();
    private long lookedAt;
    private long taken;

    TakenPartition(Progress begin) {
        lookedAt = begin.offset();
        taken = begin.offset();
        takenAfter.put(begin.offset(), begin.since());
    }

    void answered(long offset) {
        answered.add(Range.closedOpen(offset, offset + 1));
    }

    boolean isAnswered(long offset) {
        return answered.contains(offset);
    }

    /** Notes that all below the offset are taken, and those from there on were not at a time. */
    void taken(long offset, Instant time) {
        taken = offset;
        takenAfter.put(offset, time);
    }

    /** The end of what was taken, as it was last noted. */
    long taken() {
        return taken;
    }

    /** Whether there is nothing that was taken and not looked at. */
    boolean done() {
        return lookedAt == taken;
    }

    /** What was taken, has no answer, and was not looked at; in order. */
    List<Range<Long>> missing() {
        return List.copyOf(answered.complement()
                .subRangeSet(Range.closedOpen(lookedAt, taken))
                .asRanges());
    }

    /** Notes that all below the offset have been looked at. */
    void lookedAt(long offset) {
        lookedAt = offset;
    }

    /**
     * How far it is reconciled; what lies before that is forgotten.
     *
     * @param firstUnanswered offset of the first frame that was looked at and has no answer; the greatest there is for none
     */
    Progress progress(long firstUnanswered) {
        long offset = Math.min(lookedAt, firstUnanswered);
        Progress progress = new Progress(offset, takenAfter.floorEntry(offset).getValue());
        takenAfter.headMap(takenAfter.floorKey(offset)).clear();
        answered.remove(Range.lessThan(offset));
        return progress;
    }
}
