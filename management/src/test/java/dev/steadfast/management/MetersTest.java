package dev.steadfast.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {

    @Test
    void shouldLeaveOutStoresWhoseLabelsDiffer() {
        try (Meters meters = new Meters()) {
            meters.registry().counter("kafka.stream.state.put", "in.memory.state.id", "tallies");
            meters.registry().counter("kafka.stream.state.put", "in.memory.window.state.id", "settled");
            meters.registry().counter("kafka.stream.task.process", "task.id", "0_1");

            assertThat(meters.scrape())
                    .doesNotContain("kafka_stream_state")
                    .contains("kafka_stream_task_process_total{task_id=\"0_1\"}");
        }
    }
}
