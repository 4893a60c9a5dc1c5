package dev.steadfast.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TaskQueues;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final NoiseTask TASK = NoiseTask.newBuilder()
            .setFrameId("f-1")
            .setTaskIndex(0)
            .setFirstSample(0)
            .setSamples(25)
            .setSigma(0.25)
            .setNoiseKey(new NoiseKey256(new byte[32]))
            .setModelDigest("ab".repeat(32))
            .setDeadline(MadeUp.NOON)
            .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
            .build();

    private final SchemaRegistry registry = SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://publisher"));
    private final AvroSerde<Frame> serde = registry.serde(Frame.class);
    private final CountDownLatch go = new CountDownLatch(1);
    private final BlockingProducer producer = new BlockingProducer(go);

    @Test
    void shouldCompleteWhenTheBrokersHaveTheFrameAndNotBefore() {
        go.countDown();
        try (KafkaPublisher<Frame> publisher = new KafkaPublisher<>(producer, Topics.FRAMES, serde, TIMEOUT, 1)) {
            CompletableFuture<Void> first = publish(publisher);
            await().until(() -> producer.history().size() == 1);
            assertThat(first).isNotDone();

            producer.completeNext();
            CompletableFuture<Void> second = publish(publisher);
            await().until(() -> producer.errorNext(new TimeoutException("expired")));

            assertThat(first).succeedsWithin(TIMEOUT);
            assertThat(producer.history().get(0).key()).isEqualTo("door");
            assertThat(TraceParent.in(producer.history().get(0).headers())).contains(TRACE);
            assertThatThrownBy(second::join).hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void shouldPublishToATopicOfTheSameKind() {
        go.countDown();
        try (KafkaPublisher<NoiseTask> publisher =
                new KafkaPublisher<>(producer, Topics.NOISE_TASKS, registry.serde(NoiseTask.class), TIMEOUT, 1)) {
            CompletableFuture<Void> sent = publisher
                    .publishTo(TaskQueues.topic("noise-tasks-b"), "f-1", TASK, Optional.empty())
                    .toCompletableFuture();
            await().until(producer::completeNext);

            assertThat(sent).succeedsWithin(TIMEOUT);
            assertThat(producer.history().get(0).topic()).isEqualTo("noise-tasks-b");
            assertThat(registry.serde(NoiseTask.class)
                            .deserialize(
                                    "noise-tasks-b", producer.history().get(0).value()))
                    .isEqualTo(TASK);
        }
    }

    @Test
    void shouldRefuseAndCountWhatFindsTheQueueFull() {
        try (KafkaPublisher<Frame> publisher = new KafkaPublisher<>(producer, Topics.FRAMES, serde, TIMEOUT, 1)) {
            // Given
            List<CompletableFuture<Void>> taken = new ArrayList<>(List.of(publish(publisher), publish(publisher)));
            await().until(() -> producer.blocked.getCount() == 0);
            taken.add(publish(publisher));

            // When
            CompletableFuture<Void> refused = publish(publisher);

            // Then
            assertThatThrownBy(refused::join).hasCauseInstanceOf(RejectedExecutionException.class);
            assertThat(publisher.refused()).isEqualTo(1);
            go.countDown();
            await().until(() -> producer.history().size() == taken.size());
        }
    }

    @Test
    void shouldNotSendAFrameWhoseClientHasGivenUp() {
        Duration none = Duration.ZERO;
        go.countDown();
        try (KafkaPublisher<Frame> publisher = new KafkaPublisher<>(producer, Topics.FRAMES, serde, none, 1)) {
            assertThatThrownBy(publish(publisher)::join).hasCauseInstanceOf(TimeoutException.class);
            assertThat(producer.history()).isEmpty();
        }
    }

    @Test
    void shouldRefuseFramesOnceItIsClosed() {
        KafkaPublisher<Frame> publisher = new KafkaPublisher<>(producer, Topics.FRAMES, serde, TIMEOUT, 1);
        publisher.close();

        assertThatThrownBy(publish(publisher)::join).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(producer.closed()).isTrue();
    }

    private static CompletableFuture<Void> publish(KafkaPublisher<Frame> publisher) {
        return publisher
                .publish(
                        "door",
                        Frame.newBuilder()
                                .setFrameId("f-1")
                                .setCameraId("door")
                                .setCapturedAt(MadeUp.NOON)
                                .setContentType("image/png")
                                .setImage(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                                .build(),
                        Optional.of(TRACE))
                .toCompletableFuture();
    }

    /** Blocks as Kafka's does while it knows no broker. */
    private static final class BlockingProducer extends MockProducer<String, byte[]> {

        private final CountDownLatch blocked = new CountDownLatch(2);
        private final CountDownLatch go;

        private BlockingProducer(CountDownLatch go) {
            super(false, null, new StringSerializer(), new ByteArraySerializer());
            this.go = go;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // several threads must be able to wait here
        public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record, Callback callback) {
            blocked.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return super.send(record, callback);
        }
    }
}
