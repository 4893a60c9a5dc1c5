package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SlidingCountTest {

    private static final Instant START = MadeUp.NOON;

    private final SlidingCount count = new SlidingCount(Duration.ofSeconds(60), 60);

    @Test
    void shouldSumTheLatestSpan() {
        count.add(START, 5);
        count.add(START.plusSeconds(30), 7);

        assertThat(count.sum(START)).as("not what is later").isEqualTo(5);
        assertThat(count.sum(START.plusSeconds(30))).isEqualTo(12);
        assertThat(count.sum(START.plusSeconds(59))).isEqualTo(12);
        assertThat(count.sum(START.plusSeconds(60))).isEqualTo(7);
        assertThat(count.sum(START.plusSeconds(90))).isZero();
        assertThat(count.sum(START.plusSeconds(1_000_000))).isZero();
    }

    @Test
    void shouldTakeWhatComesLateButNotTooLate() {
        count.add(START.plusSeconds(70), 1);

        count.add(START.plusSeconds(40), 2);
        count.add(START.plusSeconds(10), 4);

        assertThat(count.sum(START.plusSeconds(70))).isEqualTo(3);
    }
}
