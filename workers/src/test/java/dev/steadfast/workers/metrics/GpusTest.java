package dev.steadfast.workers.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpusTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void shouldReadWhatTheDriverTellsOfEachGpu() {
        try (Gpus gpus = new Gpus(List.of("printf", "0, 1024, 81559, 37\\n1, 0, 81559, 0\\n"))) {
            gpus.bindTo(registry);

            await().untilAsserted(() -> assertThat(
                            registry.find(MetricNames.GPU_UTILISATION).gauges())
                    .hasSize(2));
            assertThat(value(MetricNames.GPU_MEMORY_USED)).isEqualTo(1024.0 * 1024 * 1024);
            assertThat(value(MetricNames.GPU_MEMORY)).isEqualTo(81559.0 * 1024 * 1024);
            assertThat(value(MetricNames.GPU_UTILISATION)).isEqualTo(0.37);
        }
    }

    @Test
    void shouldSayWhatTheDriverDoesNotTellIsUnknown() {
        assertThat(Gpus.Reading.of("0, [N/A], 40326, [N/A]")).hasValueSatisfying(reading -> {
            assertThat(reading.utilisation()).isNaN();
            assertThat(reading.usedBytes()).isNaN();
            assertThat(reading.bytes()).isEqualTo(40326.0 * 1024 * 1024);
        });
    }

    @Test
    void shouldNotTakeAnErrorForAGpu() {
        assertThat(Gpus.Reading.of("NVIDIA-SMI has failed because it couldn't communicate with the driver."))
                .isEmpty();
        assertThat(Gpus.Reading.of("")).isEmpty();
    }

    private double value(String name) {
        return registry.get(name).tag("gpu", "0").gauge().value();
    }
}
