package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CameraScopeTest {

    @ParameterizedTest
    @CsvSource({
        "door, true",
        "gate-, true",
        "gate-1, true",
        "gate, false",
        "doors, false",
        "Door, false",
        "the-gate-1, false",
        "'', false"
    })
    void shouldIncludeNamesAndBeginnings(String camera, boolean included) {
        CameraScope scope = CameraScope.of(List.of("gate-*", "door"));

        assertThat(scope.includes(camera)).isEqualTo(included);
        assertThat(scope).hasToString("door,gate-*");
    }

    @Test
    void shouldIncludeEveryCameraOrNone() {
        assertThat(CameraScope.of(List.of("*"))).isEqualTo(CameraScope.ALL);
        assertThat(CameraScope.ALL.includes("door")).isTrue();
        assertThat(CameraScope.NONE.includes("door")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "*a", "a*b", "a**", "door/1"})
    void shouldRefuseOtherPatterns(String pattern) {
        assertThatThrownBy(() -> CameraScope.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("was '" + pattern + "'");
    }

    @Test
    void shouldKeepAKeyToItsCameras(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys");
        String key = KeyFiles.add(file, "doorman", "door*", Role.READ);
        try (GuardedServer server = GuardedServer.with("api-keys=" + file)) {
            assertThat(status(server, "/v1/cameras/door", key)).isEqualTo(200);
            assertThat(status(server, "/v1/cameras/door-2/predictions", key)).isEqualTo(200);
            assertThat(status(server, "/v1/cameras/gate", key)).isEqualTo(403);
        }
    }

    private static int status(GuardedServer server, String path, String key) throws Exception {
        return server.send(server.request(path).header("X-Api-Key", key)).statusCode();
    }
}
