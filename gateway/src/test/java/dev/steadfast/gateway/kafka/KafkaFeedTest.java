package dev.steadfast.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.AnswerReader;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KafkaFeedTest {

    private static final TopicPartition PREDICTIONS = new TopicPartition(Topics.CERTIFIED_PREDICTIONS.name(), 0);
    private static final TopicPartition REJECTIONS = new TopicPartition(Topics.REJECTED_FRAMES.name(), 0);

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final Received received = new Received();
    private volatile int registryStatus = 200;
    private HttpServer registryServer;
    private AnswerReader reader;

    @BeforeEach
    void startRegistry() throws IOException {
        registryServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registryServer.createContext("/", exchange -> {
            JsonObject answer = registryStatus == 200
                    ? new JsonObject()
                            .put("schema", CertifiedPrediction.getClassSchema().toString())
                    : new JsonObject().put("error_code", registryStatus).put("message", "out of order");
            byte[] body = answer.encode().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(registryStatus, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        registryServer.start();
        reader = new AnswerReader(SchemaRegistry.connect(Map.of(
                SchemaRegistry.URL,
                "http://127.0.0.1:" + registryServer.getAddress().getPort())));
    }

    @AfterEach
    void stopRegistry() {
        registryServer.stop(0);
    }

    @Test
    void shouldGiveThePastAndThenWhatArrives() {
        brokersHave(2);
        consumer.schedulePollTask(() -> {
            add(0, prediction("late", 5));
            add(1, prediction("early", 3));
        });
        consumer.schedulePollTask(() -> add(2, prediction("now", 9)));

        try (KafkaFeed<Answer> feed = start(10)) {
            await().untilAsserted(() -> assertThat(received.arrived).containsExactly("now"));

            assertThat(received.past).containsExactly("late", "early");
            assertThat(feed.status()).isEqualTo(new FeedStatus(true, true, "reads what arrives"));
        }
    }

    @Test
    void shouldKeepNoMoreOfThePastThanItIsAskedTo() {
        brokersHave(3);
        consumer.schedulePollTask(() -> {
            add(0, prediction("b", 2));
            add(1, prediction("c", 3));
            add(2, prediction("a", 1));
        });

        try (KafkaFeed<Answer> feed = start(2)) {
            await().until(() -> feed.status().ready());

            assertThat(consumer.position(PREDICTIONS)).isEqualTo(3);
            assertThat(received.past).as("offset 0 lies too far back").containsExactly("c", "a");
        }
    }

    @Test
    void shouldWaitForTheRegistryAndLoseNothing() {
        registryStatus = 500;
        brokersHave(0);
        consumer.schedulePollTask(() -> {});
        consumer.schedulePollTask(() -> {
            add(0, prediction("f-1", 1));
            add(1, prediction("f-2", 2));
        });

        try (KafkaFeed<Answer> feed = start(10)) {
            await().untilAsserted(() -> assertThat(feed.status().detail()).contains("schema registry"));
            assertThat(feed.status().ready()).isFalse();
            assertThat(feed.status().running()).isTrue();
            assertThat(received.arrived).isEmpty();

            registryStatus = 200;

            await().untilAsserted(() -> assertThat(received.arrived).containsExactly("f-1", "f-2"));
            await().until(() -> feed.status().ready());
            assertThat(feed.unreadable()).isZero();
        }
    }

    @Test
    void shouldEndWhileItWaitsForTheRegistry() {
        registryStatus = 500;
        brokersHave(1);
        consumer.schedulePollTask(() -> add(0, prediction("f-1", 1)));
        KafkaFeed<Answer> feed = start(10);
        await().untilAsserted(() -> assertThat(feed.status().detail()).contains("schema registry"));

        feed.close();

        assertThat(feed.status()).isEqualTo(new FeedStatus(false, false, "closed"));
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldGoOnAfterAFaultOfTheBrokers() {
        brokersHave(0);
        consumer.schedulePollTask(() -> {
            throw new TopicAuthorizationException("no permission yet");
        });
        consumer.schedulePollTask(() -> add(0, prediction("f-1", 1)));

        try (KafkaFeed<Answer> feed = start(10)) {
            await().untilAsserted(() -> assertThat(feed.status().ready()).isTrue());
            await().untilAsserted(() -> assertThat(received.all()).containsExactly("f-1"));
        }
    }

    @Test
    void shouldCountWhatItCannotRead() {
        brokersHave(2);
        consumer.schedulePollTask(() -> {
            add(0, new byte[] {1, 2, 3});
            add(1, prediction("f-1", 1));
        });

        try (KafkaFeed<Answer> feed = start(10)) {
            await().until(() -> feed.status().ready());

            assertThat(received.past).containsExactly("f-1");
            assertThat(feed.unreadable()).isEqualTo(1);
        }
    }

    @Test
    void shouldNotDieUnnoticed() {
        brokersHave(0);
        consumer.schedulePollTask(() -> {
            throw new NoClassDefFoundError("a fault of the test's making");
        });

        try (KafkaFeed<Answer> feed = start(10)) {
            await().untilAsserted(() -> assertThat(feed.status())
                    .isEqualTo(new FeedStatus(
                            false, false, "stopped by java.lang.NoClassDefFoundError: a fault of the test's making")));
        }
    }

    @Test
    void shouldGoOnAfterAFaultOfItsOwn() {
        brokersHave(0);
        consumer.schedulePollTask(() -> {
            throw new KafkaException("first");
        });
        consumer.schedulePollTask(() -> {
            throw new IllegalStateException("then a fault of the test's making");
        });
        consumer.schedulePollTask(() -> add(0, prediction("f-1", 1)));

        try (KafkaFeed<Answer> feed = start(10)) {
            await().untilAsserted(() -> assertThat(received.all()).containsExactly("f-1"));
            assertThat(feed.status().running()).isTrue();
        }
    }

    private KafkaFeed<Answer> start(int capacity) {
        LookBack latest = new LookBack.Records(capacity);
        return KafkaFeed.start(
                "answers",
                Map.of(PREDICTIONS.topic(), latest, REJECTIONS.topic(), latest),
                consumer,
                reader,
                Runnable::run,
                received);
    }

    private void brokersHave(long predictions) {
        Node node = new Node(1, "127.0.0.1", 9092);
        for (TopicPartition partition : List.of(PREDICTIONS, REJECTIONS)) {
            consumer.updatePartitions(
                    partition.topic(),
                    List.of(new PartitionInfo(partition.topic(), 0, node, new Node[] {node}, new Node[] {node})));
        }
        Map<TopicPartition, Long> ends = new HashMap<>(Map.of(PREDICTIONS, predictions, REJECTIONS, 0L));
        consumer.updateBeginningOffsets(new HashMap<>(Map.of(PREDICTIONS, 0L, REJECTIONS, 0L)));
        consumer.updateEndOffsets(ends);
    }

    private void add(long offset, byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(PREDICTIONS.topic(), 0, offset, new byte[0], value));
    }

    private static byte[] prediction(String frameId, int second) {
        CertifiedPrediction prediction = MadeUp.certified(frameId, "door", MadeUp.NOON.plusSeconds(second));
        return SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://answer-feed"))
                .serde(CertifiedPrediction.class)
                .serialize(PREDICTIONS.topic(), prediction);
    }

    /** Threading notes: filled by the feed's thread, read by the test's. */
    private static final class Received implements FeedSink<Answer> {

        private volatile boolean caughtUp;
        private final List<String> past = new CopyOnWriteArrayList<>();
        private final List<String> arrived = new CopyOnWriteArrayList<>();

        @Override
        public void past(List<Answer> answers) {
            assertThat(caughtUp).isFalse();
            answers.forEach(answer -> past.add(answer.frameId().orElseThrow()));
        }

        @Override
        public void caughtUp() {
            caughtUp = true;
        }

        @Override
        public void arrived(List<Answer> answers) {
            answers.forEach(answer -> arrived.add(answer.frameId().orElseThrow()));
        }

        private List<String> all() {
            List<String> all = new ArrayList<>(past);
            all.addAll(arrived);
            return all;
        }
    }
}
