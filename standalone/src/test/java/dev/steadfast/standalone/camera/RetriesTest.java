package dev.steadfast.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetriesTest {

    private long now;

    @Test
    void shouldWaitTwiceAsLongEachTimeUpToABound() {
        Retries retries = new Retries(Duration.ofHours(1), Duration.ofSeconds(1), () -> now);

        assertThat(Stream.generate(retries::afterFailure)
                        .limit(8)
                        .map(Optional::orElseThrow)
                        .map(Duration::toSeconds))
                .containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void shouldBeginAnewAfterASuccess() {
        Retries retries = new Retries(Duration.ofHours(1), Duration.ofSeconds(1), () -> now);
        assertThat(retries.afterFailure()).isPresent();
        assertThat(retries.afterFailure()).contains(Duration.ofSeconds(2));

        retries.succeeded();

        assertThat(retries.afterFailure()).contains(Duration.ofSeconds(1));
    }

    @Test
    void shouldGiveUpWhenNothingHasSucceededForTooLong() {
        Retries retries = new Retries(Duration.ofMinutes(1), Duration.ofSeconds(1), () -> now);
        assertThat(retries.afterFailure()).contains(Duration.ofSeconds(1));
        now += Duration.ofSeconds(58).toNanos();
        assertThat(retries.afterFailure()).contains(Duration.ofSeconds(2));

        now += Duration.ofSeconds(1).toNanos();

        assertThat(retries.afterFailure()).isEmpty();
        retries.succeeded();
        assertThat(retries.afterFailure()).isPresent();
    }

    @Test
    void shouldNotCountTheTimeBeforeTheFirstFailure() {
        Retries retries = new Retries(Duration.ofMinutes(1), Duration.ofSeconds(1), () -> now);
        retries.succeeded();

        now += Duration.ofMinutes(15).toNanos(); // until the next snapshot was due

        assertThat(retries.afterFailure()).contains(Duration.ofSeconds(1));
    }

    @Test
    void shouldCountFailuresThatNeedNoWait() {
        Retries retries = new Retries(Duration.ofMinutes(1), Duration.ofSeconds(1), () -> now);
        assertThat(retries.endWithFailure()).isFalse();
        now += Duration.ofSeconds(60).toNanos();
        assertThat(retries.endWithFailure()).isFalse();

        now++;

        assertThat(retries.endWithFailure()).isTrue();
        retries.succeeded();
        assertThat(retries.endWithFailure()).isFalse();
    }

    @Test
    void shouldBearALimitLongerThanNanosecondsCount() {
        Retries retries = new Retries(Duration.ofHours(9_999_999), Duration.ofSeconds(1), () -> now);

        assertThat(retries.afterFailure()).contains(Duration.ofSeconds(1));
    }

    @Test
    void shouldTryOnceWithoutAnyTime() {
        assertThat(new Retries(Duration.ZERO).afterFailure()).isEmpty();
    }
}
