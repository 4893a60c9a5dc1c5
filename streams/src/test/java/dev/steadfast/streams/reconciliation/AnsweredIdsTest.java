package dev.steadfast.streams.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnsweredIdsTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private final AnsweredIds ids = new AnsweredIds(new SecureRandom());

    @Test
    void shouldKnowThoseThatWereNotedAndNoOthers() {
        IntStream.range(0, 10_000).forEach(i -> ids.note("f-" + i, NOON.plusMillis(i * 37L)));

        assertThat(ids.among(List.of("f-0", "g-0", "f-9999", "f-10000"))).containsExactlyInAnyOrder("f-0", "f-9999");
        assertThat(ids.among(List.of())).isEmpty();
    }

    @Test
    void shouldForgetByTheMinute() {
        ids.note("long-ago", NOON.minusSeconds(1));
        ids.note("in-that-minute", NOON.plusSeconds(1));
        ids.note("later", NOON.plusSeconds(600));

        ids.forgetBefore(NOON.plusSeconds(59));

        assertThat(ids.among(List.of("long-ago", "in-that-minute", "later")))
                .containsExactlyInAnyOrder("in-that-minute", "later");
    }
}
