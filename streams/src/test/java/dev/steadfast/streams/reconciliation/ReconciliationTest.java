package dev.steadfast.streams.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Range;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Reconciliation reconciliation =
            new Reconciliation(Map.of(0, new Progress(100, NOON)), HOUR, new SecureRandom());
    private final FramesTopic frames = new FramesTopic();

    /** The records of partition 0, and which ranges were read. */
    private static final class FramesTopic implements Reconciliation.Frames {
        private final NavigableMap<Long, TakenFrame> records = new TreeMap<>();
        private final List<Range<Long>> read = new ArrayList<>();

        private void put(long offset, String id) {
            records.put(
                    offset,
                    new TakenFrame(0, offset, Optional.of(id).filter(known -> !known.isEmpty()), "door", "sha"));
        }

        @Override
        public List<TakenFrame> read(int partition, Range<Long> offsets, int most) {
            read.add(offsets);
            return records.subMap(offsets.lowerEndpoint(), offsets.upperEndpoint()).values().stream()
                    .limit(most)
                    .toList();
        }
    }

    @Test
    void shouldReadNothingWhereEachPlaceIsAnswered() {
        answer(101, "f-1");
        answer(100, "f-0");
        rejection(102);

        assertThat(judge(103)).isEmpty();

        assertThat(frames.read).isEmpty();
        assertThat(reconciliation.progress()).isEqualTo(Map.of(0, new Progress(103, NOON.plusSeconds(103))));
    }

    @Test
    void shouldFindWhatHasNoAnswer() {
        frames.put(101, "f-1");
        frames.put(103, "");
        answer(100, "f-0");
        answer(102, "f-2");

        assertThat(judge(104)).containsExactly(101L, 103L);

        assertThat(frames.read).containsExactly(Range.closedOpen(101L, 102L), Range.closedOpen(103L, 104L));
        assertThat(reconciliation.progress())
                .as("what comes from there on was taken after the first survey")
                .isEqualTo(Map.of(0, new Progress(101, NOON)));
    }

    @Test
    void shouldNotMissPlacesWithoutARecordNorJudgeWhatIsNotTaken() {
        frames.put(100, "f-0");
        frames.put(105, "not-taken");
        answer(100, "f-0");

        assertThat(judge(105)).isEmpty();
    }

    @Test
    void shouldKnowAFrameThatWasSentTwiceByItsId() {
        frames.put(100, "f-0");
        frames.put(101, "f-0");
        frames.put(102, "f-2");
        rejection(102);
        answer(101, "f-0");

        assertThat(judge(103)).isEmpty();
    }

    @Test
    void shouldNotTakeARejectionForTheAnswerToAnotherTry() {
        frames.put(100, "f-0");
        frames.put(101, "f-0");
        rejection(100);

        assertThat(judge(102)).containsExactly(101L);
    }

    @Test
    void shouldAskAgainUntilThereIsAnAnswer() {
        frames.put(100, "f-0");
        assertThat(judge(101)).containsExactly(100L);
        assertThat(judge(103)).as("still, and two places without a record").containsExactly(100L);

        answer(100, "f-0");

        assertThat(judge(103)).isEmpty();
        assertThat(frames.read)
                .as("each place once")
                .containsExactly(Range.closedOpen(100L, 101L), Range.closedOpen(101L, 103L));
        assertThat(reconciliation.progress()).isEqualTo(Map.of(0, new Progress(103, NOON.plusSeconds(103))));
    }

    @Test
    void shouldHoldNoMoreThanAPartOfAGreatLoss() {
        long end = 100 + Reconciliation.MOST_AT_ONCE + 5;
        LongStream.range(100, end).forEach(offset -> frames.put(offset, "f-" + offset));
        reconciliation.survey(Map.of(0, end), NOON);

        assertThat(reconciliation.judge(frames)).isFalse();
        assertThat(reconciliation.unanswered()).hasSize(Reconciliation.MOST_AT_ONCE);
        assertThat(reconciliation.judge(frames)).as("no room").isFalse();

        LongStream.range(100, 110).forEach(this::rejection);
        assertThat(reconciliation.judge(frames)).isTrue();
        assertThat(reconciliation.unanswered()).hasSize(Reconciliation.MOST_AT_ONCE - 5);
    }

    @Test
    void shouldNotGoOnWithPartitionsThatItDoesNotKnowOrThatAreReadAgain() {
        reconciliation.survey(Map.of(0, 110L), NOON);

        assertThat(reconciliation.goesOn(Map.of(0, 110L))).isTrue();
        assertThat(reconciliation.goesOn(Map.of(0, 109L))).isFalse();
        assertThat(reconciliation.goesOn(Map.of(0, 110L, 1, 0L))).isFalse();
    }

    private List<Long> judge(long taken) {
        reconciliation.survey(Map.of(0, taken), NOON.plusSeconds(taken));
        assertThat(reconciliation.judge(frames)).isTrue();
        return reconciliation.unanswered().stream().map(TakenFrame::offset).toList();
    }

    private void answer(long offset, String id) {
        reconciliation.note(new Answer(0, offset, Optional.of(id), NOON));
    }

    private void rejection(long offset) {
        reconciliation.note(new Answer(0, offset, Optional.empty(), NOON));
    }
}
