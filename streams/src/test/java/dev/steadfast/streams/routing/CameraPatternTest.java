package dev.steadfast.streams.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraPatternTest {

    @ParameterizedTest
    @CsvSource({
        "door, door, true",
        "door, door-1, false",
        "door-*, door-1, true",
        "door-*, door-, true",
        "door-*, a-door-1, false",
        "*-north, gate-north, true",
        "*-north, gate-north-2, false",
        "a*b*c, axxbyyc, true",
        "a*b*c, abc, true",
        "a*b*c, acb, false",
        "a*a, a, false",
        "ab*ba, aba, false",
        "*, anything.at_all, true",
        "**, x, true",
        "a.c, abc, false",
    })
    void shouldMatchCameras(String pattern, String camera, boolean matches) {
        assertThat(new CameraPattern(pattern).matches(camera)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "door 1", "tür", "door[1]"})
    void shouldRefuseWhatNoCameraCanBeCalled(String pattern) {
        assertThatThrownBy(() -> new CameraPattern(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was '" + pattern + "'");
    }
}
