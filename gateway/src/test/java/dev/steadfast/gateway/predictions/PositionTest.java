package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

    @Test
    void shouldBeReadBackFromItsText() {
        // Given
        Position position = Position.start();
        position.pass(new Origin(0, 2, 1295));
        position.pass(new Origin(1, 0, 9));

        // When
        String text = position.toString();

        // Then
        assertThat(text).isEqualTo("p0.0.100-a");
        assertThat(Position.parse(text)).hasToString("Optional[" + text + "]");
        assertThat(Position.start()).hasToString("p-");
        assertThat(Position.parse("p-")).hasToString("Optional[p0-0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "f-1", "p-0-0-0", "p1z1z1z1z1z1z1", "P1", "p1,2", "p 1", "p1\n", "0.1"})
    void shouldNotBeReadFromSomethingElse(String text) {
        assertThat(Position.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "-", "0.", "zzzzzzzzzzzz."})
    void shouldRefuseTextsOfAnyLengthThatNobodyGaveOut(String piece) {
        assertThat(Position.parse("p" + piece.repeat(4000))).isEmpty();
    }

    @Test
    void shouldPassPartitionsThatItHasNotHeardOf() {
        Position position = Position.start();

        position.pass(new Origin(1, 7, 3));

        assertThat(position.isPast(new Origin(1, 7, 3))).isTrue();
        assertThat(position.isPast(new Origin(1, 7, 4))).isFalse();
        assertThat(position.isPast(new Origin(1, 8, 0))).isFalse();
        assertThat(position.isPast(new Origin(0, 7, 0))).isFalse();
    }

    @Test
    void shouldNeverMoveBack() {
        Position position = Position.start();
        position.pass(new Origin(0, 0, 10));

        position.pass(new Origin(0, 0, 4));

        assertThat(position.isPast(new Origin(0, 0, 10))).isTrue();
    }

    @Test
    void shouldTellHowFarItIsBehindOverAllPartitions() {
        // Given
        Position here = position("p5.2-1");
        Position there = position("p9.1.4-0");

        // Then
        assertThat(here.behind(there)).isEqualTo(4 + 4);
        assertThat(there.behind(here)).isEqualTo(1 + 1);
        assertThat(here.with(there)).hasToString("p9.2.4-1");
        assertThat(there.with(here)).hasToString("p9.2.4-1");
        assertThat(here).as("unchanged").hasToString("p5.2-1");
    }

    static Position position(String text) {
        return Position.parse(text).orElseThrow();
    }
}
