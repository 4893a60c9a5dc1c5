package dev.steadfast.standalone.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.ClientBroker;
import dev.steadfast.standalone.SampleAnswers;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.publish.FrameProducer;
import dev.steadfast.standalone.watch.PredictionFeed;
import dev.steadfast.standalone.watch.PredictionFeed.Start;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link FrameProducer} and {@link PredictionFeed} against a broker; tests share it, each has cameras of its own. */
class KafkaClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @SuppressWarnings("NullAway.Init")
    private static ClientBroker broker;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        broker = ClientBroker.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void shouldPublishFramesAsTheyAre() throws Exception {
        Frame frame = SampleAnswers.frame("f1", "producer");

        try (FrameProducer producer = new FrameProducer(broker.kafka())) {
            producer.send(frame).get();
        }

        assertThat(broker.read(Topics.FRAMES, 1)).containsExactly(frame);
    }

    @Test
    void shouldExplainAFrameThatIsTooLarge() {
        Frame frame = Frame.newBuilder(SampleAnswers.frame("huge", "producer"))
                .setImage(ByteBuffer.allocate(Topics.LARGE))
                .build();

        try (FrameProducer producer = new FrameProducer(broker.kafka())) {
            assertThatThrownBy(() -> producer.send(frame).get())
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("frame huge is too large for Kafka");
        }
    }

    @Test
    void shouldExplainThatKafkaDoesNotAnswer() {
        Map<String, String> nobody = with("bootstrap.servers", "127.0.0.1:1");
        nobody.put("max.block.ms", "300");
        nobody.put("default.api.timeout.ms", "300");
        nobody.put("request.timeout.ms", "300");

        try (FrameProducer producer = new FrameProducer(nobody)) {
            assertThatThrownBy(
                            () -> producer.send(SampleAnswers.frame("f", "c")).get())
                    .hasMessageContaining("Kafka at 127.0.0.1:1 did not answer in time");
        }
        assertThatThrownBy(() -> PredictionFeed.open(nobody, new Start.Now()))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("Kafka at 127.0.0.1:1 did not answer in time");
    }

    @Test
    void shouldExplainThatTheRegistryDoesNotAnswer() {
        try (FrameProducer producer = new FrameProducer(with(SchemaRegistry.URL, "http://127.0.0.1:1"))) {
            assertThatThrownBy(
                            () -> producer.send(SampleAnswers.frame("f", "c")).get())
                    .cause()
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("the schema registry at http://127.0.0.1:1 could not be reached");
        }
    }

    @Test
    void shouldExplainSettingsThatKafkaRefuses() {
        Map<String, String> wrong = with("bootstrap.servers", "no port here");

        assertThatThrownBy(() -> new FrameProducer(wrong))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("the kafka.* settings cannot be used: Invalid url in bootstrap.servers");
    }

    @Test
    void shouldBeginWhereItIsToldAndSeeBothTopics() throws Exception {
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "start", SampleAnswers.certified("before", "start"));

        try (PredictionFeed latest = PredictionFeed.open(broker.kafka(), new Start.Now());
                PredictionFeed earliest = PredictionFeed.open(broker.kafka(), new Start.Oldest())) {
            broker.publish(Topics.CERTIFIED_PREDICTIONS, "start", SampleAnswers.abstained("after", "start"));
            broker.publish(Topics.REJECTED_FRAMES, "start", SampleAnswers.rejected("refused", "start"));

            assertThat(frames(latest, "start", 2)).containsExactlyInAnyOrder("after", "refused");
            assertThat(frames(earliest, "start", 3)).containsExactlyInAnyOrder("before", "after", "refused");
        }
    }

    @Test
    void shouldCountWhatItCannotReadAndGoOn() throws Exception {
        CertifiedPrediction impossible = CertifiedPrediction.newBuilder(
                        SampleAnswers.certified("impossible", "unreadable"))
                .setRadius(Double.NaN)
                .build();

        try (PredictionFeed feed = PredictionFeed.open(broker.kafka(), new Start.Now())) {
            broker.publish(Topics.CERTIFIED_PREDICTIONS, "unreadable", new byte[] {9, 9, 9});
            broker.publish(Topics.CERTIFIED_PREDICTIONS, "unreadable", impossible);
            broker.publish(Topics.CERTIFIED_PREDICTIONS, "unreadable", SampleAnswers.certified("good", "unreadable"));

            assertThat(frames(feed, "unreadable", 1)).containsExactly("good");
            assertThat(feed.unreadable()).isEqualTo(2);
        }
    }

    @Test
    void shouldLoseNoRecordWhileTheRegistryDoesNotAnswer() throws Exception {
        broker.publish(Topics.CERTIFIED_PREDICTIONS, "unknown", SampleAnswers.certified("f", "unknown"));

        try (PredictionFeed feed =
                PredictionFeed.open(with(SchemaRegistry.URL, "http://127.0.0.1:1"), new Start.Oldest())) {
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatThrownBy(() -> frames(feed, "unknown", 1))
                        .isInstanceOf(CommandException.class)
                        .hasMessageContaining("could not be reached to read schema");
            }
        }
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> changed = new HashMap<>(broker.kafka());
        changed.put(key, value);
        return changed;
    }

    private static List<String> frames(PredictionFeed feed, String camera, int count) {
        List<String> frames = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (frames.size() < count && System.nanoTime() < end) {
            feed.poll(Duration.ofMillis(200)).stream()
                    .filter(answer -> answer.cameraId().orElseThrow().equals(camera))
                    .forEach(answer -> frames.add(answer.frameId().orElseThrow()));
        }
        return frames;
    }
}
