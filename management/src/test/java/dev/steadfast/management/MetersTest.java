package dev.steadfast.management;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {

    /** As Kafka Streams measures them: the name of the label is the type of the store. */
    @Test
    void shouldShowStoresOfEachTypeUnderOneLabel() {
        try (Meters meters = new Meters()) {
            meters.registry().counter("kafka.stream.state.put", "in.memory.state.id", "tallies", "client", "streams");
            meters.registry()
                    .counter("kafka.stream.state.put", "in.memory.window.state.id", "settled", "client", "streams");

            assertThat(meters.scrape())
                    .contains("kafka_stream_state_put_total{client=\"streams\",store=\"tallies\"}")
                    .contains("kafka_stream_state_put_total{client=\"streams\",store=\"settled\"}");
        }
    }
}
