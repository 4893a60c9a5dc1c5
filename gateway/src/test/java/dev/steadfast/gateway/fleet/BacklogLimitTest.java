package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.problems.Problem;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BacklogLimitTest {

    private final BacklogLimit limit = new BacklogLimit(Duration.ofSeconds(30), 50_000);

    @ParameterizedTest
    @CsvSource({"300, 10, false", "301, 10, true", "1000000, 100000, false", "16, 0.5, true"})
    void shouldCountTheTimeThatItTakesWhereTheSpeedIsKnown(long tasks, double speed, boolean exceeded) {
        assertThat(limit.isExceededBy(waiting(tasks, OptionalDouble.of(speed)))).isEqualTo(exceeded);
    }

    @Test
    void shouldCountTasksWhereItIsNot() {
        assertThat(limit.isExceededBy(waiting(50_000, OptionalDouble.empty()))).isFalse();
        assertThat(limit.isExceededBy(waiting(50_001, OptionalDouble.empty()))).isTrue();
        assertThat(limit.isExceededBy(new QueuedWork("noise-tasks", OptionalLong.empty(), OptionalDouble.of(1))))
                .as("nothing is known of what waits")
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"305, 10, 1", "400, 10, 10", "401, 10, 11", "100000, 10, 60", "301, 10, 1"})
    void shouldAskToComeAgainWhenThereWillBeRoom(long tasks, double speed, long seconds) {
        Problem problem = limit.problem(waiting(tasks, OptionalDouble.of(speed)));

        assertThat(problem.status()).isEqualTo(429);
        assertThat(problem.retryAfter()).contains(Duration.ofSeconds(seconds));
    }

    @Test
    void shouldSayWhatWaitsAndWhatMay() {
        assertThat(limit.problem(waiting(401, OptionalDouble.of(10))).detail())
                .isEqualTo("401 noise tasks wait for the workers of the queue noise-tasks, 41 s of work at their speed;"
                        + " while more than 30 s do, no frames are taken");
        Problem unknown = limit.problem(waiting(50_001, OptionalDouble.empty()));
        assertThat(unknown.detail())
                .isEqualTo("50001 noise tasks wait for the workers of the queue noise-tasks, whose speed is not known;"
                        + " while more than 50000 do, no frames are taken");
        assertThat(unknown.retryAfter()).contains(BacklogLimit.USUAL_PAUSE);
    }

    private static QueuedWork waiting(long tasks, OptionalDouble speed) {
        return new QueuedWork("noise-tasks", OptionalLong.of(tasks), speed);
    }
}
