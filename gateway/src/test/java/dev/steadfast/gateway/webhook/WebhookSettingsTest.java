package dev.steadfast.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.GatewayException;
import dev.steadfast.settings.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSettingsTest {

    private static final String URL = "https://hooks.example.org/a-path-of-mine?key=a-key-of-mine";

    @Test
    void shouldTellNobodyByDefault() {
        assertThat(CameraTurns.load().isOn()).isFalse();
        assertThat(WebhookStatus.of(CameraTurns.load()).describe()).isEmpty();
    }

    @Test
    void shouldTellOfDeparturesAndReturns() {
        assertThat(CameraTurns.settings(URL).events()).containsExactly("departed", "returned");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://hooks.example.org/",
                "hooks.example.org/x",
                "https:///x",
                "https://user:a-key-of-mine@hooks.example.org/",
                "https://hooks.example.org/#a-key-of-mine",
                "file:///etc/passwd",
                "https://hooks example.org/"
            })
    void shouldPostOnlyToAddressesOfTheWebAndShowNoneThatItRefuses(String url) {
        assertThatThrownBy(() -> CameraTurns.settings(url))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("gateway.webhook.url: must be https://host/... or http://host/...")
                .hasMessageNotContainingAny("of-mine", "passwd", "user:");
    }

    @ParameterizedTest
    @CsvSource({
        "secret=, gateway.webhook.secret-file: must be set with url",
        "secret-file=x, gateway.webhook.secret-file: must be set with url",
        "secret=of-mine, 'gateway.webhook.secret: must have 16 characters or more, had 7'",
        "'events=departed,gone', 'gateway.webhook.events: must be some of departed, returned, new-normal, overloaded, caught-up, was ''gone'''",
        "events=, gateway.webhook.events: must name one at least",
        "public-url=steadfast, 'gateway.webhook.public-url: must be https://host or http://host, with a path perhaps, was ''steadfast'''",
        "timeout=2m, 'gateway.webhook.timeout: must be between 100ms and 1m, was ''2m'''"
    })
    void shouldNameWhatIsWrongAndNoSecret(String override, String message) {
        assertThatThrownBy(() -> CameraTurns.settings(URL, override))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("of-mine", CameraTurns.SECRET);
    }

    @Test
    void shouldRefuseASecretForNobody() {
        assertThatThrownBy(() -> CameraTurns.load("secret=" + CameraTurns.SECRET))
                .hasMessageContaining("gateway.webhook.secret: is of no use without gateway.webhook.url")
                .hasMessageNotContaining(CameraTurns.SECRET);
    }

    @Test
    void shouldShowNeitherSecretNorPath() {
        assertThat(CameraTurns.settings(URL).toString())
                .isEqualTo("WebhookSettings[to=https://hooks.example.org, events=departed,returned]");
        assertThat(SigningSecret.of(CameraTurns.settings(URL)).toString()).isEqualTo("a secret");
        assertThat(WebhookStatus.of(CameraTurns.settings("http://[::1]:8099/of-mine"))
                        .describe()
                        .orElseThrow()
                        .getString("to"))
                .isEqualTo("http://[::1]:8099");
    }

    @Test
    void shouldReadTheSecretFromAFileWithoutTheLinesEnd(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), CameraTurns.SECRET + "\n");

        SigningSecret read = SigningSecret.of(CameraTurns.settings(URL, "secret=", "secret-file=" + file));

        assertThat(read.sign(7, new byte[] {1}))
                .isEqualTo(SigningSecret.of(CameraTurns.settings(URL)).sign(7, new byte[] {1}));
    }

    @Test
    void shouldNotStartWithoutTheSecret(@TempDir Path folder) throws IOException {
        Path empty = Files.writeString(folder.resolve("empty"), "\n");

        assertThatThrownBy(() -> SigningSecret.of(
                        CameraTurns.settings(URL, "secret=", "secret-file=" + folder.resolve("absent"))))
                .isInstanceOf(GatewayException.class)
                .hasMessageStartingWith("gateway.webhook.secret-file: " + folder.resolve("absent"))
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> SigningSecret.of(CameraTurns.settings(URL, "secret=", "secret-file=" + empty)))
                .isInstanceOf(GatewayException.class)
                .hasMessageEndingWith("must have 16 characters or more, had 0");
    }

    @Test
    void shouldSignAsEveryOtherProgramDoes() {
        // printf '1764500000.{"id":"a"}' | openssl dgst -sha256 -hmac a-secret-that-nobody-may-see
        assertThat(SigningSecret.of(CameraTurns.settings(URL))
                        .sign(1764500000L, "{\"id\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=774de183f3354d0914c14fd20198945bc75f3a82f94976d9c8f0c46e1ee43cf1");
    }
}
