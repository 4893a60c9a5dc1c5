package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.images.OrientationRule;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.streams.intake.IntakeSettings;
import dev.steadfast.streams.transactions.DeploymentTransactions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CertificationStreamsTest {

    private static final String TIMEOUT = "transaction.timeout.ms";
    private static final String SESSION = "session.timeout.ms";

    @Test
    void shouldGiveTransactionsTheTimeThatDecodingAPassOfFramesMayTake() {
        assertThat(configured(Map.of())).isEqualTo("30000");
        assertThat(DeploymentTransactions.timeout(Map.of())).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void shouldLeaveTheTimeOfTransactionsToWhoeverSetsIt() {
        assertThat(configured(Map.of(TIMEOUT, "60000"))).isEqualTo("60000");
        assertThat(DeploymentTransactions.timeout(Map.of(TIMEOUT, " 60000 "))).isEqualTo(Duration.ofMinutes(1));
        assertThat(DeploymentTransactions.timeout(Map.of(TIMEOUT, "60000", "producer." + TIMEOUT, "5000")))
                .as("that of producers wins, as in Kafka Streams")
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldRefuseToDecodeForLongerThanATransaction() {
        IntakeSettings patient =
                new IntakeSettings(5000, 1000, 3, 10_000, 100_000, Duration.ofSeconds(15), OrientationRule.EXIF);

        patient.requireWithin(Duration.ofMillis(30_001));
        assertThatThrownBy(() -> patient.requireWithin(Duration.ofSeconds(30)))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "intake.decoding-time: twice it must be below kafka.transaction.timeout.ms, which is 30000 ms;"
                                + " it is 15000 ms");
    }

    @Test
    void shouldTakeASilentInstanceForDeadSoonerThanKafkaWouldUnlessToldOtherwise() {
        assertThat(configured(Map.of(), SESSION)).isEqualTo("12000");
        assertThat(configured(Map.of(SESSION, "45000"), SESSION)).isEqualTo("45000");
    }

    private static String configured(Map<String, String> kafka) {
        return configured(kafka, TIMEOUT);
    }

    private static String configured(Map<String, String> kafka, String key) {
        return String.valueOf(CertificationStreams.configuration(
                        TestFrames.settings("steadfast", Duration.ofMillis(50)), kafka, Path.of("state"))
                .get(key));
    }
}
