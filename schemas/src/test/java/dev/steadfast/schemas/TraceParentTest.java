package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {

    private static final String GOOD = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void shouldComeOutOfHeadersAsItWentIn() {
        assertThat(TraceParent.in(TraceParent.headers(Optional.of(GOOD)))).contains(GOOD);
        assertThat(TraceParent.in(TraceParent.headers(Optional.empty()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
            })
    void shouldTakeNothingElse(String text) {
        assertThat(TraceParent.of(text)).isEmpty();
        assertThat(TraceParent.in(new RecordHeaders()
                        .add(TraceParent.HEADER, GOOD.getBytes(StandardCharsets.US_ASCII))
                        .add(TraceParent.HEADER, text.getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
    }

    @Test
    void shouldBearWithoutAValue() {
        assertThat(TraceParent.of(null)).isEmpty();
        assertThat(TraceParent.in(new RecordHeaders().add(TraceParent.HEADER, null)))
                .isEmpty();
    }
}
