package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.smoothing.noise.NoiseKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class PassTest {
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    @Test
    void shouldFillEachPassBeforeTheNext() {
        List<Pass> passes = Pass.pack(List.of(request(0, 3), request(100, 6), request(7, 1)), 4);

        assertThat(passes.stream().map(PassTest::rows).toList())
                .containsExactly(List.of("0: 0+3", "1: 100+1"), List.of("1: 101+4"), List.of("1: 105+1", "2: 7+1"));
    }

    @Test
    void shouldNeedNoPassForNothing() {
        assertThat(Pass.pack(List.of(), 4)).isEmpty();
    }

    @Test
    void shouldNotAddAPassWhereTheLastIsFull() {
        assertThat(Pass.pack(List.of(request(0, 8)), 4)).hasSize(2);
    }

    private static List<String> rows(Pass pass) {
        return pass.parts().stream()
                .map(part -> part.request() + ": " + part.samples().firstSample() + "+"
                        + part.samples().samples())
                .toList();
    }

    private static VoteRequest request(long firstSample, int samples) {
        return new VoteRequest(new byte[3], 0.5, KEY, firstSample, samples);
    }
}
