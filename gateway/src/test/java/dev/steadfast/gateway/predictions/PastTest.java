package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import java.util.List;
import org.junit.jupiter.api.Test;

class PastTest {

    @Test
    void shouldOrderPartitionsAmongEachOtherByTime() {
        Past past = past(10, at(0, 0, 1), at(0, 1, 4), at(1, 0, 2), at(1, 1, 3));

        assertThat(past.inOrder())
                .extracting(answer -> answer.frameId().orElseThrow())
                .containsExactly("0/0", "1/0", "1/1", "0/1");
    }

    @Test
    void shouldKeepTheOrderOfEachPartitionWhateverItsClocksSay() {
        Past past = past(10, at(0, 0, 5), at(0, 1, 1), at(1, 0, 3), at(0, 2, 4));

        List<Answer> ordered = past.inOrder();

        assertThat(ordered.stream().filter(answer -> answer.origin().partition() == 0))
                .extracting(answer -> answer.origin().offset())
                .containsExactly(0L, 1L, 2L);
        assertThat(ordered).hasSize(4);
    }

    @Test
    void shouldKeepTheLatestOfAllPartitions() {
        Past past = past(2, at(0, 0, 1), at(0, 1, 9), at(1, 0, 5), at(1, 1, 6));

        assertThat(past.inOrder())
                .extracting(answer -> answer.frameId().orElseThrow())
                .containsExactly("1/1", "0/1");
    }

    @Test
    void shouldTellBeforeWhatAnswersAreForgotten() {
        Past past = past(2, at(0, 7, 1), at(0, 8, 9), at(1, 0, 5), at(1, 1, 6), at(2, 4, 10));

        assertThat(past.inOrder())
                .extracting(answer -> answer.frameId().orElseThrow())
                .containsExactly("0/8", "2/4");
        assertThat(past.forgotten())
                .as("one dropped in partition 0, two in 1, and four not read in 2")
                .hasToString("p8.2.4-");
    }

    @Test
    void shouldForgetNothingWhereAllWasRead() {
        assertThat(past(10, at(0, 0, 1), at(1, 0, 2)).forgotten()).hasToString("p-");
    }

    private static Past past(int capacity, Answer... answers) {
        Past past = new Past(capacity);
        List.of(answers).forEach(past::add);
        return past;
    }

    private static Answer at(int partition, long offset, int second) {
        return MadeUp.answer(
                MadeUp.certified(partition + "/" + offset, "door", MadeUp.NOON.plusSeconds(second)),
                new Origin(0, partition, offset));
    }
}
