package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final int BATCH = 100;

    private final Pace pace = new Pace(Duration.ofSeconds(10), BATCH);

    @Test
    void shouldBeginWithOneForwardPass() {
        assertThat(pace.samples()).isEqualTo(BATCH);
    }

    @Test
    void shouldAtMostDoubleWithEachSlice() {
        pace.measured(BATCH, Duration.ofMillis(1).toNanos());
        assertThat(pace.samples()).isEqualTo(2 * BATCH);

        pace.measured(2 * BATCH, Duration.ofMillis(2).toNanos());
        assertThat(pace.samples()).isEqualTo(4 * BATCH);
    }

    @Test
    void shouldTakeNoMoreThanThereIsTimeFor() {
        // Given passes of 3 s, for which there is time three times
        for (int i = 0; i < 5; i++) {
            pace.measured(BATCH, Duration.ofSeconds(3).toNanos());
        }

        assertThat(pace.samples()).isEqualTo(3 * BATCH);
    }

    @Test
    void shouldSlowDownAtOnce() {
        pace.measured(BATCH, Duration.ofSeconds(1).toNanos());
        pace.measured(2 * BATCH, Duration.ofSeconds(2).toNanos());

        pace.measured(4 * BATCH, Duration.ofSeconds(200).toNanos());

        assertThat(pace.samples()).isEqualTo(BATCH);
    }

    @Test
    void shouldCountAPaddedPassAsAWholeOne() {
        for (int i = 0; i < 5; i++) {
            pace.measured(BATCH + 1, Duration.ofSeconds(10).toNanos());
        }

        assertThat(pace.samples()).isEqualTo(2 * BATCH);
    }

    @Test
    void shouldTellWhenTheTimeOfASliceIsOver() {
        assertThat(pace.isOver(Duration.ofSeconds(10).toNanos())).isFalse();
        assertThat(pace.isOver(Duration.ofSeconds(10).toNanos() + 1)).isTrue();
    }
}
