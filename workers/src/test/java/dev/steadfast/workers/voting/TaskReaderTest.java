package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.voting.Reading.Troubled;
import dev.steadfast.workers.voting.Reading.Votable;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TaskReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final TestInputs topic = new TestInputs();
    private final CertifiedInputs inputs = topic.inputs(1_000);
    private final TaskReader reader =
            new TaskReader(Tasks.SERDE, inputs, FakeVoter.DIGEST, Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldReadATask() {
        NoiseTask task = Tasks.task(3);

        Reading reading = reader.read(Tasks.delivery(task));

        assertThat(reading).isInstanceOfSatisfying(Votable.class, votable -> {
            assertThat(votable.task()).isEqualTo(task);
            assertThat(votable.request().firstSample()).isEqualTo(30);
            assertThat(votable.request().samples()).isEqualTo(Tasks.SAMPLES);
            assertThat(votable.request().sigma()).isEqualTo(0.25);
            assertThat(votable.request().image()).hasSize(FakeVoter.IMAGE_BYTES);
        });
    }

    @Test
    void shouldFetchTheImageThatATaskNames() {
        byte[] image = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        NoiseTask task = Tasks.named(topic.put(7, image));

        assertThat(reader.read(Tasks.delivery(task))).isInstanceOfSatisfying(Votable.class, votable -> assertThat(
                        votable.request().image())
                .isEqualTo(image));
    }

    @Test
    void shouldTellAnImageThatIsGoneFromOneThatMayStillCome() {
        NoiseTask task = Tasks.named(topic.put(7, new byte[12]));

        topic.away = true;
        assertTrouble(reader.read(Tasks.delivery(task)), Trouble.UNAVAILABLE);

        topic.away = false;
        topic.delete(7);
        assertTrouble(reader.read(Tasks.delivery(task)), Trouble.INPUT_LOST);
    }

    @Test
    void shouldNotReadGarbage() {
        assertTrouble(reader.read(Tasks.delivery(0, new byte[] {1, 2, 3, 4, 5, 6})), Trouble.NOT_AVRO);
    }

    @Test
    void shouldNotReadASchemaThatNobodyKnows() {
        byte[] bytes = ByteBuffer.allocate(9).put((byte) 0).putInt(4711).array();

        assertTrouble(reader.read(Tasks.delivery(0, bytes)), Trouble.UNKNOWN_SCHEMA);
    }

    @Test
    void shouldNotReadAnotherRecord() {
        // Given votes on the topic of tasks
        SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://task-reader"));
        VoteBatch votes = VoteBatch.newBuilder()
                .setFrameId("f")
                .setTaskIndex(0)
                .setFirstSample(0)
                .setSamples(0)
                .setVotes(List.of())
                .setInvalid(0)
                .setModelDigest("")
                .setNoiseKey(new NoiseKey256(new byte[32]))
                .setBackend("")
                .setWorkerId("")
                .setStartedAt(NOW)
                .setComputeMillis(0)
                .build();
        byte[] bytes = registry.serde(VoteBatch.class).serialize(Topics.NOISE_TASKS.name(), votes);
        TaskReader sameRegistry = new TaskReader(
                registry.serde(NoiseTask.class), inputs, FakeVoter.DIGEST, Clock.fixed(NOW, ZoneOffset.UTC));

        assertTrouble(sameRegistry.read(Tasks.delivery(0, bytes)), Trouble.WRONG_RECORD);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, TaskReader.MOST_SAMPLES + 1, Integer.MAX_VALUE})
    void shouldRefuseAbsurdNumbersOfSamples(int samples) {
        NoiseTask task = Tasks.builder(0).setSamples(samples).build();

        assertTrouble(reader.read(Tasks.delivery(task)), Trouble.INVALID_TASK);
    }

    @Test
    void shouldRefuseANegativeFirstSample() {
        assertTrouble(
                reader.read(Tasks.delivery(Tasks.builder(0).setFirstSample(-1).build())), Trouble.INVALID_TASK);
    }

    @Test
    void shouldWarnOnceOfTasksForAnotherBundle() {
        Logger logger = (Logger) LoggerFactory.getLogger(TaskReader.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try {
            for (int index = 0; index < 3; index++) {
                reader.read(Tasks.delivery(
                        Tasks.builder(index).setModelDigest("e".repeat(64)).build()));
            }
        } finally {
            logger.detachAppender(log);
        }

        assertThat(log.list).hasSize(1).allSatisfy(event -> assertThat(
                        event.getKeyValuePairs().toString())
                .contains("e".repeat(64)));
    }

    @Test
    void shouldRefuseATaskForAnotherBundle() {
        NoiseTask task = Tasks.builder(0).setModelDigest("e".repeat(64)).build();

        assertTrouble(reader.read(Tasks.delivery(task)), Trouble.OTHER_BUNDLE);
    }

    @Test
    void shouldTakeATaskUpToItsDeadlineAndNotAfter() {
        NoiseTask inTime = Tasks.builder(0).setDeadline(NOW).build();
        NoiseTask late = Tasks.builder(0).setDeadline(NOW.minusMillis(1)).build();

        assertThat(reader.read(Tasks.delivery(inTime))).isInstanceOf(Votable.class);
        assertTrouble(reader.read(Tasks.delivery(late)), Trouble.EXPIRED);
    }

    private static void assertTrouble(Reading reading, Trouble trouble) {
        assertThat(reading).isInstanceOfSatisfying(Troubled.class, troubled -> assertThat(troubled.trouble())
                .isEqualTo(trouble));
    }
}
