package dev.steadfast.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.management.Meters;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InstrumentsTest {

    @Test
    void shouldGoOnCountingAfterTheCollectorCame() {
        try (Meters meters = new Meters()) {
            AtomicLong counted = new AtomicLong();
            new Instruments(meters).count("steadfast_things_total", counted::doubleValue);

            System.gc();
            counted.set(3);

            assertThat(meters.scrape()).contains("steadfast_things_total 3.0");
        }
    }
}
