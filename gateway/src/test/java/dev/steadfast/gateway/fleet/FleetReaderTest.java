package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steadfast.avro.AbstentionCount;
import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraState;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.avro.WaitingFrames;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.MadeUpVotes;
import dev.steadfast.gateway.kafka.LookBack;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetReaderTest {

    private final FleetReader reader = new FleetReader(MadeUp.REGISTRY);

    @Test
    void shouldReadAWindow() {
        CameraStatistics window = window("door");

        assertThat(read(Topics.CAMERA_STATISTICS, "door", window)).hasValueSatisfying(news -> {
            assertThat(news).isInstanceOfSatisfying(FleetNews.Window.class, read -> {
                assertThat(read.camera()).isEqualTo("door");
                assertThat(read.state()).isEqualTo("departed");
                assertThat(read.departedSince()).contains(MadeUp.NOON);
                assertThat(read.json().getJsonObject("reasons").getInteger("not-confident"))
                        .isEqualTo(9);
            });
        });
    }

    @Test
    void shouldReadVotesWithTheTimeOfTheirRecord() {
        assertThat(read(Topics.VOTES, "f-1", votes(2, "out of memory"))).contains(votesOf(true, true));
        assertThat(read(Topics.VOTES, "f-1", votes(1, null))).contains(votesOf(false, false));
    }

    @Test
    void shouldReadHowManyTasksAFrameWasAskedWhereAWorkerSaysIt() {
        VoteBatch votes = VoteBatch.newBuilder(votes(1, null))
                .setTaskIndex(7)
                .setTasksAsked(12)
                .build();

        assertThat(read(Topics.VOTES, "f-1", votes)).hasValueSatisfying(news -> assertThat(news)
                .isInstanceOfSatisfying(FleetNews.Votes.class, read -> assertThat(read.task())
                        .isEqualTo(new FleetNews.FrameTask("f-1", 7, OptionalInt.of(12)))));
    }

    private static FleetNews votesOf(boolean redelivered, boolean failed) {
        return new FleetNews.Votes(
                "worker-1",
                "cpu",
                MadeUpVotes.DIGEST,
                new FleetNews.FrameTask("f-1", 0, OptionalInt.empty()),
                25,
                MadeUp.NOON,
                redelivered,
                failed ? Optional.of("out of memory") : Optional.empty(),
                MadeUp.NOON);
    }

    @Test
    void shouldReadWhatIsServedAndWhatIsNoMore() {
        assertThat(read(Topics.SERVED_MODELS, "steadfast", model()))
                .hasValueSatisfying(news -> assertThat(news).isInstanceOfSatisfying(FleetNews.Models.class, served -> {
                    assertThat(served.application()).isEqualTo("steadfast");
                    assertThat(served.models()).singleElement().satisfies(model -> {
                        assertThat(model.json().getInteger("n0")).isEqualTo(100);
                        assertThat(model.json().getInteger("taskSamples")).isEqualTo(25);
                        assertThat(model.json().getLong("deadlineMillis")).isEqualTo(300_000);
                        assertThat(model.queue()).isEqualTo("noise-tasks");
                        assertThat(model.answers()).isTrue();
                    });
                }));
        assertThat(reader.read(record(Topics.SERVED_MODELS, "steadfast", null)))
                .contains(new FleetNews.Models("steadfast", List.of()));
    }

    @Test
    void shouldReadWhatWaitsInAnInstanceAndHowFastItIsDoneWhereThatIsKnown() {
        ModelAnnouncement told = ModelAnnouncement.newBuilder(model())
                .setInstance("one")
                .setWaiting(List.of(
                        new WaitingFrames("noise-tasks", 3, 120L, 12.5, false),
                        new WaitingFrames("noise-tasks-b", 1, 40L, 0.0, true)))
                .build();

        assertThat(read(Topics.SERVED_MODELS, "steadfast", told)).hasValueSatisfying(news -> assertThat(news)
                .isInstanceOfSatisfying(FleetNews.Models.class, served -> assertThat(served.waiting())
                        .hasValueSatisfying(waiting -> {
                            assertThat(waiting.tasks()).isEqualTo(Map.of("noise-tasks", 120L, "noise-tasks-b", 40L));
                            assertThat(waiting.tasksPerSecond()).isEqualTo(Map.of("noise-tasks", 12.5));
                            assertThat(waiting.overloaded()).isTrue();
                        })));
    }

    @Test
    void shouldReadAllBundlesOfADeployment() {
        ModelAnnouncement first = ModelAnnouncement.newBuilder(model())
                .setOthers(List.of(other("noise-tasks-b")))
                .build();

        assertThat(read(Topics.SERVED_MODELS, "steadfast", first)).hasValueSatisfying(news -> assertThat(news)
                .isInstanceOfSatisfying(FleetNews.Models.class, served -> assertThat(served.models())
                        .extracting(ServedModel::title, ServedModel::queue, ServedModel::answers, model -> model.json()
                                .getString("application"))
                        .containsExactly(
                                tuple("cifar10-demo 1.0.0", "noise-tasks", true, "steadfast"),
                                tuple("next 1.0.0", "noise-tasks-b", false, "steadfast"))));
    }

    @Test
    void shouldRefuseAnAnnouncementWithAQueueThatIsNone() {
        ModelAnnouncement first = ModelAnnouncement.newBuilder(model())
                .setOthers(List.of(other("votes")))
                .build();

        assertThatThrownBy(() -> read(Topics.SERVED_MODELS, "steadfast", first))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the bundle next 1.0.0 has the queue 'votes', which is none");
    }

    private static ModelAnnouncement other(String queue) {
        return ModelAnnouncement.newBuilder(model())
                .setName("next")
                .setQueue(queue)
                .setAnswers(false)
                .build();
    }

    @Test
    void shouldReadADeadLetter() {
        DeadLetter letter = DeadLetter.newBuilder()
                .setSourceTopic("noise-tasks")
                .setSourcePartition(0)
                .setSourceOffset(7)
                .setComponent("worker")
                .setReason("TASK_FAILED")
                .setMessage("it failed")
                .setDeliveries(5)
                .setOccurredAt(MadeUp.NOON)
                .build();

        assertThat(read(Topics.DEAD_LETTERS, "noise-tasks", letter)).hasValueSatisfying(news -> assertThat(news)
                .isInstanceOfSatisfying(FleetNews.Dead.class, dead -> assertThat(dead.occurredAt())
                        .isEqualTo(MadeUp.NOON)));
    }

    @Test
    void shouldRefuseWhatItCannotReadAndPassOverTombstones() {
        for (Topic<?> topic :
                List.of(Topics.CAMERA_STATISTICS, Topics.CAMERA_EVENTS, Topics.VOTES, Topics.DEAD_LETTERS)) {
            assertThat(reader.read(record(topic, "x", null))).isEmpty();
            assertThatThrownBy(() -> reader.read(record(topic, "x", new byte[] {1, 2, 3})))
                    .isInstanceOf(UnreadableRecordException.class);
        }
        assertThatThrownBy(() -> reader.read(record(Topics.SERVED_MODELS, "x", new byte[] {1, 2, 3})))
                .isInstanceOf(UnreadableRecordException.class);
    }

    @Test
    void shouldLookBackAsFarAsIsShown() {
        assertThat(FleetReader.topics(Duration.ofHours(2)))
                .hasSize(5)
                .containsEntry("camera-statistics", new LookBack.Since(Duration.ofHours(2)));
    }

    private <V extends SpecificRecord> Optional<FleetNews> read(Topic<V> topic, String key, V value) {
        return reader.read(
                record(topic, key, MadeUp.REGISTRY.serde(topic.valueType()).serialize(topic.name(), value)));
    }

    private static ConsumerRecord<byte[], byte[]> record(Topic<?> topic, String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(
                topic.name(),
                0,
                5,
                MadeUp.NOON.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length(),
                0,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    static CameraStatistics window(String camera) {
        return CameraStatistics.newBuilder()
                .setCameraId(camera)
                .setWindowStart(MadeUp.NOON)
                .setWindowEnd(MadeUp.NOON.plusSeconds(60))
                .setClosed(true)
                .setCertified(11)
                .setPredicted(0)
                .setAbstained(9)
                .setRejected(1)
                .setAbstentions(List.of(new AbstentionCount(AbstentionReason.NOT_CONFIDENT, 9)))
                .setLabelled(0)
                .setCorrect(0)
                .setCertifiedCorrect(0)
                .setRadiusSum(3.5)
                .setRadiusBinWidth(0.05)
                .setRadiusCounts(List.of(0, 11))
                .setCorrectRadiusCounts(List.of())
                .setLatencyMillisSum(1000)
                .setLatencyMillisMax(200)
                .setSamples(22000)
                .setPastFrames(500)
                .setPastAbstained(20)
                .setSurprise(1e-9)
                .setState(CameraState.DEPARTED)
                .setDepartedSince(MadeUp.NOON)
                .build();
    }

    private static VoteBatch votes(int deliveries, @Nullable String failure) {
        return VoteBatch.newBuilder()
                .setFrameId("f-1")
                .setTaskIndex(0)
                .setFirstSample(0)
                .setNoiseKey(new NoiseKey256(new byte[32]))
                .setSamples(25)
                .setVotes(List.of(25))
                .setInvalid(0)
                .setModelDigest("ab".repeat(32))
                .setBackend("cpu")
                .setWorkerId("worker-1")
                .setStartedAt(MadeUp.NOON)
                .setComputeMillis(1)
                .setDeliveries(deliveries)
                .setFailure(failure)
                .build();
    }

    private static ModelAnnouncement model() {
        return ModelAnnouncement.newBuilder()
                .setName("cifar10-demo")
                .setVersion("1.0.0")
                .setDigest("ab".repeat(32))
                .setInputHeight(32)
                .setInputWidth(32)
                .setClasses(List.of("airplane"))
                .setSigmaMin(0.1)
                .setSigmaMax(1)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(100)
                .setEstimationSamples(1000)
                .setTaskSamples(25)
                .setDeadlineMillis(300_000L)
                .setAnnouncedAt(MadeUp.NOON)
                .build();
    }
}
