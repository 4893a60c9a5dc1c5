package dev.steadfast.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.settings.Settings;
import dev.steadfast.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkerSettingsTest {

    @Test
    void shouldHaveDefaultsThatWorkOnOneMachine() {
        WorkerSettings settings = settings();

        assertThat(settings.group()).isEqualTo("steadfast-workers");
        assertThat(settings.queue()).isEqualTo("noise-tasks");
        assertThat(settings.shareGroup()).isEqualTo("steadfast-workers");
        assertThat(settings.device()).isEqualTo("auto");
        assertThat(settings.pollTasks()).isEqualTo(16);
        assertThat(settings.deliveryLimit()).isEqualTo(5);
        assertThat(settings.lockDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.provisionGroup()).isTrue();
    }

    @Test
    void shouldGiveEachWorkerAnIdOfItsOwn() {
        assertThat(settings().id()).isNotBlank().isNotEqualTo(settings().id());
        assertThat(settings("worker.id=gpu-7").id()).isEqualTo("gpu-7");
    }

    @Test
    void shouldTellTheGroupOfAnotherQueue() {
        assertThat(settings("worker.group=mine", "worker.queue=noise-tasks-candidate")
                        .shareGroup())
                .isEqualTo("mine-candidate");
    }

    @Test
    void shouldNameKeyRuleAndValueOfAnError() {
        assertThatThrownBy(() -> settings("worker.delivery-limit=11"))
                .isInstanceOf(SettingsException.class)
                .hasMessage("worker.delivery-limit: must be between 3 and 10 deliveries, was '11' (from --set)");
        assertThatThrownBy(() -> settings("worker.group="))
                .isInstanceOf(SettingsException.class)
                .hasMessage("worker.group: must be a group's name, was empty");
        assertThatThrownBy(() -> settings("worker.queue=candidate"))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "worker.queue: must be noise-tasks, or noise-tasks- and a name of a-z 0-9 -, was 'candidate'");
    }

    private static WorkerSettings settings(String... overrides) {
        return Settings.load(List.of(WorkerSettings.class), Optional.empty(), Map.of(), List.of(overrides))
                .bind(WorkerSettings.class);
    }
}
