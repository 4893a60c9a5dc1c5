package dev.steadfast.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    enum Colour {
        DARK_RED,
        GREEN
    }

    @SettingsGroup("lamp")
    public record LampSettings(
            @Setting(value = "How many.", unit = "bulbs", defaultValue = "3", min = "1", max = "10")
            int bulbCount,

            @Setting(value = "How bright.", defaultValue = "0.5", min = "0", max = "1")
            double brightness,

            @Setting(
                    value = "When it goes out.",
                    defaultValue = "5m",
                    min = "1s",
                    hint = "a number of bulbs goes into lamp.bulb-count")
            Duration timeout,

            @Setting(value = "What it looks like.", defaultValue = "green")
            Colour colour,

            @Setting(value = "Whether it blinks.", defaultValue = "false")
            boolean blinking,

            @Setting(value = "The rooms that it lights.", defaultValue = "")
            List<String> rooms) {
        public LampSettings {
            if (blinking && timeout.compareTo(Duration.ofSeconds(2)) < 0) {
                throw new IllegalArgumentException("lamp.timeout: a blinking lamp needs at least 2s, was " + timeout);
            }
        }
    }

    @TempDir
    private Path folder;

    @Test
    void shouldUseDefaultsWhenNothingIsSaid() {
        LampSettings lamp = load(Optional.empty(), Map.of()).bind(LampSettings.class);

        assertThat(lamp).isEqualTo(new LampSettings(3, 0.5, Duration.ofMinutes(5), Colour.GREEN, false, List.of()));
    }

    @Test
    void shouldPreferCommandLineOverEnvironmentOverFileOverDefault() throws IOException {
        Path file = yaml("lamp:\n  bulb-count: 4\n  brightness: 0.25\n  rooms: [hall, stairs]\nlamp.timeout: 10s\n");

        LampSettings lamp = load(
                        Optional.of(file),
                        Map.of("STEADFAST_LAMP_BULB_COUNT", "5", "STEADFAST_LAMP_BRIGHTNESS", "0.75", "PATH", "/bin"),
                        "lamp.bulb-count=6",
                        "lamp.colour=dark-red")
                .bind(LampSettings.class);

        assertThat(lamp)
                .isEqualTo(new LampSettings(
                        6, 0.75, Duration.ofSeconds(10), Colour.DARK_RED, false, List.of("hall", "stairs")));
    }

    @Test
    void shouldReadAListWithCommasBetweenItsWords() {
        Settings settings = load(Optional.empty(), Map.of("STEADFAST_LAMP_ROOMS", " hall , stairs,"));

        assertThat(settings.bind(LampSettings.class).rooms()).containsExactly("hall", "stairs");
    }

    @Test
    void shouldPassKafkaKeysThroughUntouched() throws IOException {
        Path file = yaml("kafka:\n  security.protocol: SASL_SSL\n  sasl.mechanism: PLAIN\n  acks: all\n");

        Settings settings =
                load(Optional.of(file), Map.of("STEADFAST_KAFKA_SASL_MECHANISM", "SCRAM-SHA-512"), "kafka.acks=1");

        assertThat(settings.withDefault("kafka.bootstrap.servers", "127.0.0.1:9092")
                        .withDefault("kafka.acks", "0")
                        .kafka())
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_SSL",
                        "sasl.mechanism", "SCRAM-SHA-512",
                        "acks", "1",
                        "bootstrap.servers", "127.0.0.1:9092"));
    }

    @Test
    void shouldIgnoreWhatKubernetesPutsIntoTheEnvironment() {
        Map<String, String> links = Map.of(
                "STEADFAST_LAMP_SERVICE_HOST", "10.0.0.1",
                "STEADFAST_LAMP_SERVICE_PORT_HTTP", "80",
                "STEADFAST_LAMP_PORT_80_TCP_ADDR", "10.0.0.1",
                "STEADFAST_LAMP_BULB_COUNT", "tcp://10.0.0.1:80");

        assertThat(load(Optional.empty(), links).bind(LampSettings.class).bulbCount())
                .isEqualTo(3);
    }

    @Test
    void shouldNameKeyRuleValueAndOriginOfEveryProblemAtOnce() {
        Settings settings = load(
                Optional.empty(),
                Map.of("STEADFAST_LAMP_BRIGHTNESS", "NaN"),
                "lamp.bulb-count=11",
                "lamp.timeout=soon",
                "lamp.colour=mauve",
                "lamp.blinking=perhaps");

        assertThatThrownBy(() -> settings.bind(LampSettings.class))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("lamp.bulb-count: must be between 1 and 10 bulbs, was '11' (from --set)")
                .hasMessageContaining("lamp.brightness: must be a finite number, was 'NaN' "
                        + "(from environment variable STEADFAST_LAMP_BRIGHTNESS)")
                .hasMessageContaining("lamp.timeout: must be a duration such as 100ms, 30s, 5m, 1h or 7d, was 'soon'"
                        + " (from --set); a number of bulbs goes into lamp.bulb-count")
                .hasMessageContaining("lamp.colour: must be one of dark_red, green, was 'mauve'")
                .hasMessageContaining("lamp.blinking: must be true or false, was 'perhaps'");
    }

    @Test
    void shouldReportARuleThatJoinsTwoValues() {
        Settings settings = load(Optional.empty(), Map.of(), "lamp.blinking=true", "lamp.timeout=1s");

        assertThatThrownBy(() -> settings.bind(LampSettings.class))
                .isInstanceOf(SettingsException.class)
                .hasMessage("lamp.timeout: a blinking lamp needs at least 2s, was PT1S");
    }

    @Test
    void shouldRefuseKeysThatNothingReads() {
        assertThatThrownBy(() -> load(Optional.empty(), Map.of("STEADFAST_LAMPE", "1"), "lamp.bulbs=2", "nonsense"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("lamp.bulbs: no such setting (from --set); did you mean lamp.bulb-count")
                .hasMessageContaining("environment variable STEADFAST_LAMPE: no setting has this name")
                .hasMessageContaining("--set nonsense: must be key=value");
    }

    @Test
    void shouldSayWhichFileCannotBeRead() throws IOException {
        Path broken = yaml("lamp: [1");

        assertThatThrownBy(() -> load(Optional.of(broken), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(broken + ": is not valid YAML");
        assertThatThrownBy(() -> load(Optional.of(folder.resolve("absent.yaml")), Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("absent.yaml: cannot be read");
    }

    @Test
    void shouldWriteTheReferenceFromTheSameAnnotations() {
        assertThat(SettingsReference.markdown(List.of(LampSettings.class)))
                .contains("## lamp")
                .contains("| `lamp.bulb-count` | `3` | between 1 and 10 bulbs | How many. |")
                .contains("| `lamp.timeout` | `5m` | at least 1s | When it goes out. |");
    }

    private Path yaml(String text) throws IOException {
        return Files.writeString(folder.resolve("steadfast.yaml"), text);
    }

    private static Settings load(Optional<Path> file, Map<String, String> environment, String... overrides) {
        return Settings.load(List.of(LampSettings.class), file, environment, List.of(overrides));
    }
}
