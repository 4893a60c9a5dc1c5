package dev.steadfast.smoothing.plans;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

    @ParameterizedTest
    @CsvSource({
        "-1, 0.5, 0.9, cls = -1: must not be negative",
        "0, 0, 0.9, 'radius = 0.0: must be above 0, and finite'",
        "0, NaN, 0.9, 'radius = NaN: must be above 0, and finite'",
        "0, Infinity, 0.9, 'radius = Infinity: must be above 0, and finite'",
        "0, 0.5, 0.5, pLower = 0.5: must be above 1/2 and below 1",
        "0, 0.5, 1, pLower = 1.0: must be above 1/2 and below 1"
    })
    void shouldRejectACertificateThatCertifiesNothing(int cls, double radius, double pLower, String message) {
        assertThatThrownBy(() -> new Certified(cls, radius, pLower))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void shouldRejectAPredictionWithoutAPValue(double pValue) {
        assertThatThrownBy(() -> new Predicted(0, pValue))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pValue = %s: must be from 0 to 1", pValue);
    }

    @Test
    void shouldRejectAnAbstentionWithoutABound() {
        assertThatThrownBy(() -> new Abstained(AbstentionReason.NOT_CONFIDENT, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pLower = 1.0: must be from 0 to below 1");
    }
}
