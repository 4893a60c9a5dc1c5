package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FrameIdsTest {

    @Test
    void shouldBeShortAndUnique() {
        assertThat(Stream.generate(FrameIds::random).limit(10_000))
                .allMatch(id -> id.matches("[0-9a-hjkmnp-tv-z]{14}"))
                .doesNotHaveDuplicates();
    }
}
