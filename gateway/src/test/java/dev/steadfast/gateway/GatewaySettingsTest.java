package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.settings.SettingsException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {

    @Test
    void shouldLimitTheBacklogByTime() {
        assertThat(RunningFront.settings().maxBacklog()).isEqualTo(Duration.ofSeconds(30));
        assertThat(RunningFront.settings("gateway.max-backlog=2m").maxBacklog()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void shouldSayWhereTheFormerLimitOfTasksGoes() {
        assertThatThrownBy(() -> RunningFront.settings("gateway.max-backlog=50000"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("gateway.max-backlog: must be a duration such as 100ms, 30s, 5m, 1h or 7d, was '50000'"
                        + " (from --set); a number of tasks goes into gateway.max-backlog-tasks");
    }
}
