package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.steadfast.smoothing.noise.NoiseKey;
import org.junit.jupiter.api.Test;

class VoteRequestTest {
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    @Test
    void shouldRefuseSamplesThatDoNotExist() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(-1, 1))
                .withMessage("firstSample must be 0 or more, but is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(0, 0))
                .withMessage("samples must be at least 1, but is 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request(Long.MAX_VALUE - 9, 10))
                .withMessageContaining("firstSample + samples must be at most");
        assertThat(request(Long.MAX_VALUE - 10, 10).samples()).isEqualTo(10);
    }

    private static VoteRequest request(long firstSample, int samples) {
        return new VoteRequest(new byte[3], 0.25, KEY, firstSample, samples);
    }
}
