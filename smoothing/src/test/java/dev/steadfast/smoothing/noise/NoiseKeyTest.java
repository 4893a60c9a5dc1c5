package dev.steadfast.smoothing.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseKeyTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void shouldComeBackFromItsBytes() {
        NoiseKey key = NoiseKey.random(RANDOM);

        assertThat(NoiseKey.of(key.bytes())).isEqualTo(key).hasSameHashCodeAs(key);
    }

    @Test
    void shouldDifferFromTheNextKey() {
        assertThat(NoiseKey.random(RANDOM)).isNotEqualTo(NoiseKey.random(RANDOM));
    }

    @Test
    void shouldNotChangeWithTheArraysThatGoInAndOut() {
        // Given
        byte[] given = new byte[NoiseKey.BYTES];
        NoiseKey key = NoiseKey.of(given);

        // When
        given[0] = 1;
        key.bytes()[1] = 1;

        // Then
        assertThat(key.bytes()).containsOnly(0);
    }

    @Test
    void shouldNeverShowItself() {
        NoiseKey key = NoiseKey.random(RANDOM);

        assertThat(key.toString())
                .isEqualTo("NoiseKey[redacted]")
                .doesNotContain(HexFormat.of().formatHex(key.bytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33})
    void shouldRejectAnyOtherLength(int length) {
        assertThatThrownBy(() -> NoiseKey.of(new byte[length]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("noise key of %d bytes: must be of exactly 32 bytes", length);
    }
}
