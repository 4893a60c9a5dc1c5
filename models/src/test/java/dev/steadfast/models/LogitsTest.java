package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogitsTest {
    private static final float NAN = Float.NaN;
    private static final float INF = Float.POSITIVE_INFINITY;

    @Test
    void shouldVoteForTheLargestLogitOfItsRow() {
        Logits logits = new Logits(new float[] {3, 1, 2, -3, -1, -2, 1, 2, 3}, 3);

        assertThat(logits.vote(0)).isEqualTo(0);
        assertThat(logits.vote(1)).isEqualTo(1);
        assertThat(logits.vote(2)).isEqualTo(2);
    }

    @Test
    void shouldVoteForNoneWhenALogitIsNotFinite() {
        assertThat(vote(NAN, 1, 2)).isEqualTo(Logits.INVALID);
        assertThat(vote(1, 2, NAN)).isEqualTo(Logits.INVALID);
        assertThat(vote(1, INF, 2)).isEqualTo(Logits.INVALID);
        assertThat(vote(1, 2, -INF)).isEqualTo(Logits.INVALID);
    }

    @Test
    void shouldVoteForNoneWhenTheMaximumIsShared() {
        assertThat(vote(2, 1, 2)).isEqualTo(Logits.INVALID);
        assertThat(vote(1, 2, 2)).isEqualTo(Logits.INVALID);
        assertThat(vote(0f, -0f, -1)).isEqualTo(Logits.INVALID);
        assertThat(vote(5, 5, 5)).isEqualTo(Logits.INVALID);
    }

    @Test
    void shouldNotMindATieBelowTheMaximum() {
        assertThat(vote(1, 1, 2)).isEqualTo(2);
        assertThat(vote(2, 1, 1)).isEqualTo(0);
        assertThat(vote(Math.nextDown(2f), 2, 1)).isEqualTo(1);
    }

    private static int vote(float... row) {
        return new Logits(row, row.length).vote(0);
    }
}
