package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two gateways get the same answers in orders of their own. */
class AnswerOrderTest {

    private static final int PARTITIONS = 3;
    private static final int COUNT = 60;

    private final List<Answer> all = IntStream.range(0, COUNT)
            .mapToObj(i -> answer("f-" + i, i % 4 == 0 ? "yard" : "door", i))
            .toList();

    @Test
    void shouldGiveTheSamePagesWithTheSameCursors() {
        Answers one = memory(all, 1000);
        Answers other = memory(shuffled(), 1000);

        Optional<Answer> from = Optional.empty();
        List<String> seen = new ArrayList<>();
        for (int page = 0; page < COUNT / 10; page++) {
            List<Answer> here = one.page(Optional.empty(), from, 10, answer -> true);
            assertThat(other.page(Optional.empty(), from, 10, answer -> true)).isEqualTo(here);
            here.forEach(answer -> seen.add(answer.frameId().orElseThrow()));
            from = Optional.of(Cursor.parse(Cursor.of(here.get(9)))); // as it comes back from a client
        }

        assertThat(seen).doesNotHaveDuplicates().hasSize(COUNT);
        assertThat(one.page(Optional.empty(), from, 10, answer -> true)).isEmpty();
    }

    @Test
    void shouldGoOnWithACursorWhoseAnswerIsForgotten() {
        Answers small = memory(all, 10);
        String cursor = Cursor.of(all.get(0));

        assertThat(small.page(Optional.empty(), Optional.of(Cursor.parse(cursor)), 10, answer -> true))
                .isEmpty();
        assertThat(small.page(Optional.empty(), Optional.of(Cursor.parse(Cursor.of(all.get(55)))), 10, answer -> true))
                .extracting(answer -> answer.frameId().orElseThrow())
                .containsExactlyInAnyOrder("f-54", "f-53", "f-52", "f-51", "f-50");
    }

    @Test
    void shouldNotShiftAPageByWhatArrivesMeanwhile() {
        Answers answers = memory(all.subList(0, 50), 1000);
        List<Answer> first = answers.page(Optional.empty(), Optional.empty(), 10, answer -> true);

        all.subList(50, COUNT).forEach(answers::add);

        assertThat(answers.page(Optional.empty(), Optional.of(first.get(9)), 10, answer -> true))
                .extracting(answer -> answer.frameId().orElseThrow())
                .containsExactlyInAnyOrder(
                        "f-39", "f-38", "f-37", "f-36", "f-35", "f-34", "f-33", "f-32", "f-31", "f-30");
    }

    @Test
    void shouldKeepAnIndexOfEachCamera() {
        Answers answers = memory(all, 10);

        assertThat(answers.cameras()).containsExactlyInAnyOrder("door", "yard");
        assertThat(answers.latestOf("yard")).contains(all.get(56));
        assertThat(answers.page(Optional.of("yard"), Optional.empty(), 10, answer -> true))
                .containsExactly(all.get(56), all.get(52));
        IntStream.range(COUNT, COUNT + 10).forEach(i -> answers.add(answer("f-" + i, "gate", i)));
        assertThat(answers.cameras()).containsExactly("gate");
        assertThat(answers.latestOf("door")).isEmpty();
        assertThat(answers.page(Optional.of("door"), Optional.empty(), 10, answer -> true))
                .isEmpty();
    }

    @Test
    void shouldTellWhatCameSinceAPositionOfAnotherGateway() {
        // Given
        List<Answer> inOtherOrder = shuffled();
        Answers other = memory(inOtherOrder.subList(0, 40), 1000);
        Answers here = memory(all, 1000);
        Position seen = PositionTest.position(other.position());

        // When
        List<Answer> rest = here.since(seen, answer -> true).stream()
                .map(Remembered::answer)
                .toList();

        // Then
        assertThat(rest).containsExactlyInAnyOrderElementsOf(inOtherOrder.subList(40, COUNT));
        assertThat(here.forgottenSince(seen)).isZero();
    }

    @Test
    void shouldTellHowMuchIsForgottenSinceAPosition() {
        Answers small = memory(all, 10);

        assertThat(small.forgottenSince(Position.start())).isEqualTo(COUNT - 10);
        assertThat(small.forgottenSince(PositionTest.position(small.position())))
                .isZero();
        assertThat(small.since(Position.start(), answer -> true)).hasSize(10);
    }

    @Test
    void shouldCountWhatWasThereBeforeItAsForgotten() {
        Answers late = new Answers(1000);
        late.beginAfter(PositionTest.position("p5.0.2"));
        late.add(MadeUp.answer(MadeUp.certified("f-1", "door"), new Origin(0, 0, 5)));

        assertThat(late.forgottenSince(PositionTest.position("p3.0.2"))).isEqualTo(2);
        assertThat(late.position()).isEqualTo("p6.0.2-");
    }

    /** Partitions in any order among each other, each in its own. */
    private List<Answer> shuffled() {
        List<Integer> turns = new ArrayList<>(
                all.stream().map(answer -> answer.origin().partition()).toList());
        Collections.shuffle(turns, new Random(1));
        int[] next = new int[PARTITIONS];
        return turns.stream()
                .map(partition -> all.get(PARTITIONS * next[partition]++ + partition))
                .toList();
    }

    private static Answers memory(List<Answer> answers, int capacity) {
        Answers memory = new Answers(capacity);
        answers.forEach(memory::add);
        return memory;
    }

    private static Answer answer(String frameId, String camera, int number) {
        return MadeUp.answer(
                MadeUp.certified(frameId, camera, MadeUp.NOON.plusMillis(number / 2)), // some at the same time
                new Origin(0, number % PARTITIONS, number / PARTITIONS));
    }
}
