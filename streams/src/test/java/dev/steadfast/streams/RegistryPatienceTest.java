package dev.steadfast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.steadfast.schemas.RegistryException;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(30)
class RegistryPatienceTest {

    private final RegistryPatience patience = new RegistryPatience();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void shouldAskUntilTheRegistryAnswersAndSayItOnce() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger logger = (Logger) LoggerFactory.getLogger(RegistryPatience.class);
        logger.addAppender(lines);

        String answer = patience.make(() -> asked.incrementAndGet() < 4 ? unreachable() : "answer");

        logger.detachAppender(lines);
        assertThat(answer).isEqualTo("answer");
        assertThat(asked).hasValue(4);
        assertThat(lines.list).singleElement().satisfies(line -> assertThat(line.getThrowableProxy())
                .isNull());
    }

    @Test
    void shouldLetThoseGoThatWaitWhenItIsClosed() {
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> patience.make(this::counted));
        await().until(() -> asked.get() > 0);

        patience.close();

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(RegistryException.class);
    }

    private String counted() {
        asked.incrementAndGet();
        return unreachable();
    }

    private static String unreachable() {
        registryThatIsAway().learn(Topics.FRAMES.valueSubject(), Topics.FRAMES.valueSchema());
        throw new AssertionError("nobody listens there");
    }

    private static SchemaRegistry registryThatIsAway() {
        return SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "http://127.0.0.1:1"));
    }
}
