package dev.steadfast.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=5 | 5",
                "WAIT = 7 | 7",
                "wait=\"8\" | 8",
                "respond-async, wait=9; x=1 | 9",
                "wait=0 | 0",
                "wait=3600 | 60"
            })
    void shouldReadHowLongAClientWouldWait(String header, long seconds) {
        assertThat(Preference.of(List.of(header), LONGEST).patience()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "respond-async", "return=minimal", "await=5", "waiting=5", "wait"})
    void shouldIgnoreOtherPreferences(String header) {
        assertThat(Preference.of(List.of(header), LONGEST).patience()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "respond-async | true",
                "Respond-Async;x=1 | true",
                "wait=9, respond-async | true",
                "wait=9 | false",
                "respond-asynchronously | false",
                "x=respond-async | false"
            })
    void shouldReadWhetherAClientWouldRatherComeBack(String header, boolean async) {
        assertThat(Preference.of(List.of(header), LONGEST).async()).isEqualTo(async);
    }

    @Test
    void shouldHeedTheFirstWaitOfSeveralHeaders() {
        assertThat(Preference.of(List.of("respond-async", "wait=3", "wait=4"), LONGEST)
                        .patience())
                .contains(Duration.ofSeconds(3));
        assertThat(Preference.of(List.of(), LONGEST).patience()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=", "wait=-1", "wait=soon", "wait=1.5", "wait=10000000000"})
    void shouldRefuseAWaitThatIsNoNumberOfSeconds(String header) {
        assertThatThrownBy(() -> Preference.of(List.of(header), LONGEST))
                .hasMessageContaining("whole number of seconds");
    }
}
