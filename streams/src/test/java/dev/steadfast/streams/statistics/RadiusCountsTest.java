package dev.steadfast.streams.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RadiusCountsTest {

    private final RadiusCounts counts = new RadiusCounts(List.of());

    @Test
    void shouldHaveNoBinsWithoutRadii() {
        assertThat(counts.bins()).isEmpty();
    }

    @Test
    void shouldCountARadiusInTheBinThatBeginsAtOrBelowIt() {
        counts.add(0);
        counts.add(0.0249);
        counts.add(0.025);
        counts.add(0.12);

        assertThat(counts.bins()).containsExactly(2, 1, 0, 0, 1);
    }

    @Test
    void shouldGoOnWhereItWas() {
        RadiusCounts later = new RadiusCounts(List.of(1, 0, 2));

        later.add(0.06);

        assertThat(later.bins()).containsExactly(1, 0, 3);
    }

    @Test
    void shouldHoldAllRadiiBeyondTheLastBinInIt() {
        counts.add(10);
        counts.add(1e300);

        assertThat(counts.bins()).hasSize(RadiusCounts.MOST_BINS).last().isEqualTo(2);
    }
}
