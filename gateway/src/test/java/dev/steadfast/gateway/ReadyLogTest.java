package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.gateway.access.CapturedLog;
import dev.steadfast.gateway.kafka.FeedStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadyLogTest {

    @Test
    void shouldSayOnceThatItIsReadyAndWhichBundlesAreServed() {
        try (CapturedLog log = new CapturedLog();
                RunningFront front = RunningFront.starting()) {
            // Given
            front.feed = FeedStatus.STARTING;
            front.newsArrives(KeptRecords.served());

            // When
            front.feed = new FeedStatus(true, true, "reads what arrives");

            // Then
            await().until(() -> !lines(log, "Gateway ready").isEmpty());
            front.newsArrives(KeptRecords.served(MadeUpWorkers.candidate(MadeUp.NOON)));
            front.newsArrives(KeptRecords.served(MadeUpWorkers.candidate(MadeUp.NOON)));
            assertThat(lines(log, "Gateway ready"))
                    .singleElement()
                    .asString()
                    .contains("port=\"" + front.port() + "\"");
            assertThat(lines(log, "Bundles served"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("bundles=\"[cifar10-next 1.1.0]\"");
        }
    }

    private static List<String> lines(CapturedLog log, String what) {
        return log.lines().stream().filter(line -> line.contains(what)).toList();
    }
}
