package dev.steadfast.gateway.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

    private static final CameraName DOOR = new CameraName("door");

    @Test
    void shouldNameTheSameFrameOnEveryGateway() {
        assertThat(IdempotencyKey.frameId(DOOR, "8e03978e-40d5-43dd-bc93-6894a57f9324"))
                .isEqualTo("key-5fc0d1a31946737cfdb4433b670487b7");
    }

    @Test
    void shouldNameAnotherFrameOfAnotherCameraOrKey() {
        assertThat(IdempotencyKey.frameId(DOOR, "a"))
                .isNotEqualTo(IdempotencyKey.frameId(DOOR, "b"))
                .isNotEqualTo(IdempotencyKey.frameId(new CameraName("yard"), "a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "line\nbreak", "ü"})
    void shouldRefuseWhatIsNoKey(String key) {
        assertThatThrownBy(() -> IdempotencyKey.frameId(DOOR, key)).hasMessageContaining("1 to 255 visible");
    }

    @Test
    void shouldTakeKeysUpTo255Characters() {
        assertThat(IdempotencyKey.frameId(DOOR, "k".repeat(255))).startsWith("key-");
        assertThatThrownBy(() -> IdempotencyKey.frameId(DOOR, "k".repeat(256))).hasMessageContaining("1 to 255");
    }
}
