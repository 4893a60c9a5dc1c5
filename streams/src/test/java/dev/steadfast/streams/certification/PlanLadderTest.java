package dev.steadfast.streams.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.settings.Settings;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanLadderTest {

    @Test
    void shouldBeTheUsualPlanAndItsSteps() {
        assertThat(PlanLadder.of(settings("sequential n=400 radius=0.2,  sequential n0=10  n=300, predict n=50"))
                        .plans())
                .containsExactly(
                        new FixedPlan(0.25, 0.001, 100, 1000),
                        new SequentialPlan(0.25, 0.001, 25, 400, 0.2),
                        new SequentialPlan(0.25, 0.001, 10, 300, 0.25),
                        new PredictPlan(0.25, 0.001, 50));
    }

    @Test
    void shouldHaveNoStepsUnlessTheyAreSet() {
        assertThat(PlanLadder.of(settings("")).plans()).containsExactly(new FixedPlan(0.25, 0.001, 100, 1000));
        assertThat(PlanLadder.of(settings("")).steps()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cheap n=5 | certification.ladder = cheap n=5: must begin with fixed, predict or sequential",
                "sequential m=5 | after the plan come values such as n=200, of [n, n0, radius]; has 'm=5'",
                "sequential 200 | has '200'",
                "predict n=many | n must be a number, was 'many'",
                "predict n=1.5 | n must be a whole number, was 1.5",
                "predict n=NaN | n must be a whole number, was NaN",
                "predict n=0 | certification.ladder = predict n=0: ",
                "sequential n=20 radius=0.5 | certification.ladder = sequential n=20 radius=0.5: ",
                "'predict n=50, predict n=60' | certification.ladder = predict n=60: a step must not ask for more samples than the one before it, which asks for 50; asks for 60",
                "fixed n=2000 | a step must not ask for more samples than the one before it, which asks for 1100; asks for 2100"
            })
    void shouldRefuseAStepAndSayWhich(String ladder, String message) {
        assertThatThrownBy(() -> PlanLadder.of(settings(ladder)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message);
    }

    private static CertificationSettings settings(String ladder) {
        return Settings.load(
                        List.of(CertificationSettings.class),
                        Optional.empty(),
                        Map.of(),
                        List.of("certification.ladder=" + ladder))
                .bind(CertificationSettings.class);
    }
}
