package dev.steadfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final Offset<Double> ROUNDING = within(1e-12);

    @Test
    void shouldDivideTheRateByTenAsInThePaper() {
        Schedule paper = new Schedule.Step(1e-3, 0.1, 30);

        assertThat(paper.rate(29.99, 90)).isCloseTo(1e-3, ROUNDING);
        assertThat(paper.rate(30, 90)).isCloseTo(1e-4, ROUNDING);
        assertThat(paper.rate(89.99, 90)).isCloseTo(1e-5, ROUNDING);
    }

    @Test
    void shouldRiseToThePeakAndFallToZero() {
        Schedule cycle = new Schedule.OneCycle(0.4, 0.2);

        assertThat(cycle.rate(1, 10)).isCloseTo(0.2, ROUNDING);
        assertThat(cycle.rate(2, 10)).isCloseTo(0.4, ROUNDING);
        assertThat(cycle.rate(6, 10)).isCloseTo(0.2, ROUNDING);
        assertThat(cycle.rate(10, 10)).isCloseTo(0, ROUNDING);
    }

    @Test
    void shouldBeginAtThePeakWithoutWarmUp() {
        assertThat(new Schedule.OneCycle(0.4, 0).rate(0, 10)).isCloseTo(0.4, ROUNDING);
    }
}
