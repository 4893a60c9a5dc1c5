package dev.steadfast.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {

    private Instant now = TestFrames.NOON;
    private final FailurePolicy policy = new FailurePolicy(new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    });

    @Test
    void shouldAlwaysReplaceAThreadWhoseCausePasses() {
        StreamsException away = new StreamsException(new TimeoutException("brokers away"));

        for (int i = 0; i < 100; i++) {
            assertThat(policy.decide(away)).isEqualTo(REPLACE_THREAD);
        }
    }

    @Test
    void shouldStopAfterRepeatedFailuresThatDoNotPass() {
        for (int i = 0; i < 5; i++) {
            assertThat(policy.decide(new IllegalStateException("bug"))).isEqualTo(REPLACE_THREAD);
        }

        assertThat(policy.decide(new IllegalStateException("bug"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void shouldForgetFailuresOfLongAgo() {
        for (int i = 0; i < 50; i++) {
            assertThat(policy.decide(new IllegalStateException("bug"))).isEqualTo(REPLACE_THREAD);
            now = now.plus(Duration.ofMinutes(3));
        }
    }
}
