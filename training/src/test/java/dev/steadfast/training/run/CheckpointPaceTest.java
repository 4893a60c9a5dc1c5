package dev.steadfast.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On a clock that only moves when it is told to. */
class CheckpointPaceTest {
    private long now = 1_000_000;

    @Test
    void shouldWriteAfterEveryStepWhereStepsAreLong() {
        assertThat(stepsWithCheckpoint(pace(Optional.empty()), 6, Duration.ofMillis(2000), Duration.ofMillis(100)))
                .containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void shouldTakeATwentiethOfTheTimeWhereStepsAreShort() {
        Duration checkpoint = Duration.ofMillis(100);
        long begun = now;

        List<Integer> written = stepsWithCheckpoint(pace(Optional.empty()), 1000, Duration.ofMillis(20), checkpoint);

        assertThat(written).startsWith(1, 96, 191);
        assertThat(written.size() * checkpoint.toNanos()).isLessThanOrEqualTo((now - begun) / 19);
    }

    @Test
    void shouldGoByWhatTheLastOneTook() {
        CheckpointPace pace = pace(Optional.empty());
        stepsWithCheckpoint(pace, 1, Duration.ofMillis(100), Duration.ofSeconds(10)); // slow, as the first is

        assertThat(stepsWithCheckpoint(pace, 1901, Duration.ofMillis(100), Duration.ofMillis(5)))
                .startsWith(1900, 1901);
    }

    @Test
    void shouldKeepToTheIntervalThatWasAskedFor() {
        assertThat(stepsWithCheckpoint(
                        pace(Optional.of(Duration.ofSeconds(3))), 7, Duration.ofSeconds(1), Duration.ofSeconds(10)))
                .containsExactly(3, 6);
        assertThat(stepsWithCheckpoint(
                        pace(Optional.of(Duration.ZERO)), 3, Duration.ofMillis(1), Duration.ofSeconds(10)))
                .containsExactly(1, 2, 3);
    }

    private CheckpointPace pace(Optional<Duration> interval) {
        return new CheckpointPace(interval, () -> now);
    }

    private List<Integer> stepsWithCheckpoint(CheckpointPace pace, int steps, Duration step, Duration checkpoint) {
        List<Integer> written = new ArrayList<>();
        for (int i = 1; i <= steps; i++) {
            now += step.toNanos();
            if (pace.due()) {
                pace.write(() -> now += checkpoint.toNanos());
                written.add(i);
            }
        }
        return written;
    }
}
