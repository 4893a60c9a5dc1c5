package dev.steadfast.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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

    @Test
    void shouldRefuseValuesOutOfTheirRange() {
        assertThatThrownBy(() -> new Schedule.OneCycle(0.1, 1))
                .hasMessage("warm-up must be from 0 to below 1, but is 1.0");
        assertThatThrownBy(() -> new Schedule.OneCycle(Double.NaN, 0)).hasMessage("rate must be above 0, but is NaN");
        assertThatThrownBy(() -> new Schedule.Step(0.1, 0.1, 0)).hasMessage("drop-every must be above 0, but is 0.0");
        assertThatThrownBy(() -> new Schedule.Constant(-1)).hasMessage("rate must be above 0, but is -1.0");
        assertThatThrownBy(() -> new Optimiser.Sgd(2, 0)).hasMessage("momentum must be from 0 to below 1, but is 2.0");
        assertThatThrownBy(() -> new Optimiser.Adam(-1)).hasMessage("weight-decay must be 0 or more, but is -1.0");
    }
}
