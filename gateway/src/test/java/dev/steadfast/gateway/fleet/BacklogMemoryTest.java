package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.steadfast.gateway.MadeUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class BacklogMemoryTest {

    private static final String QUEUE = "noise-tasks";
    private static final Backlog KNOWN = new Backlog(OptionalLong.of(3), Map.of(QUEUE, 44L));
    private static final Backlog DENIED =
            new Backlog(OptionalLong.empty(), Map.of(), Map.of(QUEUE, "denied", "frames", "none read"));

    private final Logger logger = (Logger) LoggerFactory.getLogger(BacklogMemory.class);
    private final Level level = logger.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Instant now = MadeUp.NOON;
    private final BacklogMemory memory = new BacklogMemory(() -> now);

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(level);
    }

    @Test
    void shouldKeepWhatWasKnownLastForHalfAMinuteAndNoLonger() {
        memory.take(KNOWN, Set.of(QUEUE));
        memory.take(DENIED, Set.of(QUEUE));

        pass(30);
        assertThat(memory.current()).isEqualTo(KNOWN);

        pass(1);
        assertThat(memory.current())
                .as("even where Kafka is not asked any more")
                .isEqualTo(DENIED);
    }

    @Test
    void shouldWarnOnceAnEpisode() {
        memory.take(KNOWN, Set.of(QUEUE));
        for (int episode = 1; episode <= 2; episode++) {
            for (int second = 0; second < 100; second += 2) {
                pass(2);
                memory.take(DENIED, Set.of(QUEUE));
            }
            assertThat(warnings()).hasSize(episode).allSatisfy(warning -> assertThat(
                            warning.getKeyValuePairs().toString())
                    .contains("of=\"noise-tasks\"", "reason=\"denied\""));
            memory.take(KNOWN, Set.of(QUEUE));
            assertThat(memory.current()).isEqualTo(KNOWN);
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getLevel)
                .containsExactly(Level.WARN, Level.INFO, Level.WARN, Level.INFO);
    }

    @Test
    void shouldWarnOfWhatNeverWasKnownWhenThereWasTimeToStart() {
        memory.take(DENIED, Set.of(QUEUE));
        pass(30);
        memory.take(DENIED, Set.of(QUEUE));
        assertThat(warnings()).isEmpty();

        pass(2);
        memory.take(DENIED, Set.of(QUEUE));

        assertThat(warnings()).hasSize(1);
    }

    @Test
    void shouldForgetAQueueThatIsServedNoMore() {
        memory.take(KNOWN, Set.of(QUEUE));

        memory.take(new Backlog(OptionalLong.of(3), Map.of("noise-tasks-b", 1L)), Set.of("noise-tasks-b"));

        assertThat(memory.current().tasks()).containsOnlyKeys("noise-tasks-b");
        assertThat(memory.current().unknown()).isEmpty();
    }

    private List<ILoggingEvent> warnings() {
        return log.list.stream().filter(event -> event.getLevel() == Level.WARN).toList();
    }

    private void pass(long seconds) {
        now = now.plus(Duration.ofSeconds(seconds));
    }
}
