package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.problems.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @Test
    void shouldNameThePlaceOfAnAnswer() {
        Answer answer = MadeUp.answer(
                MadeUp.certified("f-1", "door", Instant.parse("2026-11-01T12:00:00.123Z")),
                new Origin(1, 35, 1L << 40));

        Answer place = Cursor.parse(Cursor.of(answer));

        assertThat(place).isEqualByComparingTo(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "c", "c1.2.3", "c1.2.3.4.5", "c1.2.3.-4", "d1.2.3.4", "c1.2.3.zzzzzzzzzzzzz", "c1.2.3.4 "})
    void shouldRefuseWhatNoPageGave(String text) {
        assertThatThrownBy(() -> Cursor.parse(text))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessageStartingWith("'")
                .hasMessageContaining(
                        "' is not a cursor of this gateway's: send as 'cursor' the 'next' of the page before, as it is, or leave it out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"czzzzzzzzzz.zz.zzzzz.zzzzzzzzzzzz", "c0.0.0.0"})
    void shouldReadAnyPlaceThereMayBe(String text) {
        assertThat(Cursor.of(Cursor.parse(text))).isEqualTo(text);
    }
}
