package dev.steadfast.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleBudgetTest {

    @ParameterizedTest
    @CsvSource({"500/s, 500, 5000", "500/s+20000, 500, 20000", "1/s+1, 1, 1", "1000000000/s, 1000000000, 1000000000"})
    void shouldReadWhatPeopleWrite(String text, long perSecond, long burst) {
        SampleBudget budget = SampleBudget.parse(text);

        assertThat(budget).isEqualTo(new SampleBudget(perSecond, burst));
        assertThat(SampleBudget.parse(budget.toString())).isEqualTo(budget);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0/s | the samples of a budget must be from 1 to 1000000000, were 0",
                "5/s+0 | the samples of a budget must be from 1 to 1000000000, were 0",
                "9999999999/s | the samples of a budget must be from 1 to 1000000000, were 9999999999",
                "-5/s | must be samples a second, and perhaps how many at once, such as 500/s or 500/s+20000; was '-5/s'",
                "0 | must be samples a second",
                "many | must be samples a second",
                "1e3/s | must be samples a second",
                "NaN/s | must be samples a second",
                "5/s+ | must be samples a second",
            })
    void shouldRefuseWhatIsNoBudget(String text, String message) {
        assertThatThrownBy(() -> SampleBudget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
        assertThatThrownBy(() -> SampleBudget.ofSetting("certification.camera-budget", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("certification.camera-budget: " + message);
    }

    @Test
    void shouldTakeNothingForNoBudget() {
        assertThat(SampleBudget.ofSetting("certification.camera-budget", " ")).isEmpty();
    }
}
