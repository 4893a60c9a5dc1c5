package dev.steadfast.integers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundingTest {

    @ParameterizedTest
    @CsvSource({"5,1,2", "7,1,4", "-5,1,-2", "-7,1,-4", "6,2,2", "10,2,2", "-6,2,-2", "9,0,9", "3,-2,12", "-1,1,0"})
    void shouldBreakTiesToTheEvenNumber(long value, int shift, long expected) {
        assertThat(Rounding.shifted(value, shift)).isEqualTo(expected);
    }

    @Test
    void shouldRoundAsIeee754Does() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long value = random.nextLong(-(1L << 30), 1L << 30);
            int shift = random.nextInt(0, 30);

            assertThat(Rounding.shifted(value, shift)).isEqualTo((long) Math.rint(Math.scalb((double) value, -shift)));
        }
    }
}
