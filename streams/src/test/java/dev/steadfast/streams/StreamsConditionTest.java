package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.streams.KafkaStreams.State;
import org.junit.jupiter.api.Test;

class StreamsConditionTest {

    private final StreamsCondition condition = new StreamsCondition();

    @Test
    void shouldNotBeReadyBeforeItHasRun() {
        assertThat(condition.health().ready()).isFalse();
        condition.turned(State.REBALANCING);
        assertThat(condition.health().ready()).isFalse();
        assertThat(condition.health().live()).isTrue();
    }

    @Test
    void shouldStayReadyThroughTheRebalancesAfterThat() {
        condition.turned(State.REBALANCING);
        condition.turned(State.RUNNING);
        assertThat(condition.health().ready()).isTrue();
        condition.turned(State.REBALANCING);
        assertThat(condition.health().ready()).isTrue();
        assertThat(condition.health().detail()).isEqualTo("REBALANCING");
    }

    @Test
    void shouldTellTheFirstTimeThatItIsReady() {
        assertThat(condition.turned(State.REBALANCING)).isFalse();
        assertThat(condition.turned(State.RUNNING)).isTrue();
        assertThat(condition.turned(State.REBALANCING)).isFalse();
        assertThat(condition.turned(State.RUNNING)).isFalse();
    }

    @Test
    void shouldBeAsReadyWithANoteAsWithout() {
        condition.turned(State.RUNNING);

        assertThat(condition.health("held up").ready()).isTrue();
        assertThat(condition.health("held up").detail()).isEqualTo("RUNNING; held up");
        assertThat(condition.health("")).isEqualTo(condition.health());
    }

    @Test
    void shouldBeDeadOnceItGaveUp() {
        condition.turned(State.RUNNING);
        condition.turned(State.PENDING_ERROR);
        assertThat(condition.health().ready()).isFalse();
        assertThat(condition.health().live()).isTrue();
        condition.turned(State.ERROR);
        assertThat(condition.health().live()).isFalse();
    }
}
