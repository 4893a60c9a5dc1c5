package dev.steadfast.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.gateway.problems.GatewayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeysTest {

    @TempDir
    private Path folder;

    private Path file = Path.of("");
    private String first = "";

    @BeforeEach
    void makeAKey() throws IOException {
        file = folder.resolve("keys");
        first = KeyFiles.add(file, "first", "*", Role.READ);
    }

    @Test
    void shouldTakeWhatTheFileSaysAfterALook() throws IOException {
        ApiKeys keys = ApiKeys.open(file);
        String second = KeyFiles.add(file, "second", "*", Role.READ);
        new ApiKeyFile(file).remove("first");
        assertThat(knows(keys, first)).isTrue();
        assertThat(knows(keys, second)).isFalse();

        keys.look();

        assertThat(knows(keys, first)).isFalse();
        assertThat(knows(keys, second)).isTrue();
    }

    @Test
    void shouldKeepTheKeysWhenTheFileIsBrokenOrGoneAndSaySoOnce() throws IOException {
        ApiKeys keys = ApiKeys.open(file);
        String good = Files.readString(file);
        try (CapturedLog log = new CapturedLog()) {
            Files.writeString(file, good + "nonsense\n");
            keys.look();
            keys.look();
            assertThat(log.lines()).singleElement().asString().contains("WARN", "line 3: must be four words");

            Files.delete(file);
            keys.look();
            keys.look();
            assertThat(log.lines()).hasSize(2).last().asString().contains("WARN", "NoSuchFileException");
            assertThat(knows(keys, first)).isTrue();

            Files.writeString(file, "");
            keys.look();
            assertThat(knows(keys, first)).isFalse();
        }
    }

    @Test
    void shouldRevokeAKeyWhileTheGatewayRuns() throws Exception {
        try (GuardedServer server = GuardedServer.with("api-keys=" + file, "api-keys-refresh=100ms")) {
            assertThat(status(server)).isEqualTo(200);

            new ApiKeyFile(file).remove("first");

            await().untilAsserted(() -> assertThat(status(server)).isEqualTo(401));
        }
    }

    @Test
    void shouldNotOpenAFileThatIsNone() throws IOException {
        assertThatThrownBy(() -> ApiKeys.open(folder.resolve("none")))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("gateway.access.api-keys: must be a file of API keys")
                .hasMessageContaining("/none' (java.nio.file.NoSuchFileException");
        Files.writeString(file, "nonsense");
        assertThatThrownBy(() -> ApiKeys.open(file))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("gateway.access.api-keys: " + file + ", line 1: must be four words");
    }

    private int status(GuardedServer server) throws Exception {
        return server.send(server.request("/v1/cameras").header("X-Api-Key", first))
                .statusCode();
    }

    private static boolean knows(ApiKeys keys, String key) {
        return keys.authenticate(key) instanceof Authentication.Accepted;
    }
}
