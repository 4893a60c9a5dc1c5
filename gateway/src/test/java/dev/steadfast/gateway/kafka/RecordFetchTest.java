package dev.steadfast.gateway.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordFetchTest {

    private static final TopicPartition PLACE = new TopicPartition("frames", 1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final CountDownLatch go = new CountDownLatch(1);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final RecordFetch fetch = new RecordFetch(consumer);

    @AfterEach
    void close() {
        go.countDown();
        fetch.close();
    }

    @Test
    void shouldFetchARecordByItsPlace() {
        holds(5, 8);
        consumer.schedulePollTask(() -> consumer.addRecord(record(6)));

        assertThat(fetch(6).join())
                .hasValueSatisfying(record -> assertThat(record.offset()).isEqualTo(6));
    }

    @Test
    void shouldTellThatARecordIsGoneOrNotThereYet() {
        holds(5, 8);

        assertThat(fetch(4).join()).isEmpty();
        assertThat(fetch(8).join()).isEmpty();
        assertThat(fetch(-1).join()).isEmpty();
    }

    @Test
    void shouldTellThatAPlaceHoldsAMarkerOnly() {
        holds(5, 9);
        consumer.schedulePollTask(() -> consumer.addRecord(record(7)));
        assertThat(fetch(6).join()).as("the next record is another one").isEmpty();

        consumer.schedulePollTask(() -> consumer.seek(PLACE, 9));
        assertThat(fetch(8).join()).as("none follows").isEmpty();
    }

    @Test
    void shouldPassOnWhatKafkaSaysAndGoOn() {
        holds(5, 8);
        consumer.schedulePollTask(() -> {
            throw new KafkaException("no brokers");
        });

        assertThatThrownBy(() -> fetch(6).join()).hasCauseInstanceOf(KafkaException.class);

        consumer.schedulePollTask(() -> consumer.addRecord(record(6)));
        assertThat(fetch(6).join()).isPresent();
    }

    @Test
    void shouldRefuseWhatFindsTheQueueFull() {
        holds(5, 8);
        consumer.schedulePollTask(() -> {
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        List<CompletableFuture<?>> asked = new ArrayList<>();

        for (int i = 0; i < 80; i++) {
            asked.add(fetch(6));
        }

        assertThatThrownBy(() -> asked.get(79).join()).hasCauseInstanceOf(RejectedExecutionException.class);
        assertThat(asked.stream().filter(CompletableFuture::isCompletedExceptionally))
                .hasSizeBetween(14, 16);
    }

    @Test
    void shouldCloseItsConsumer() {
        fetch.close();

        await().atMost(PATIENCE).until(consumer::closed);
        assertThatThrownBy(() -> fetch(6).join()).hasCauseInstanceOf(RejectedExecutionException.class);
    }

    private CompletableFuture<Optional<ConsumerRecord<byte[], byte[]>>> fetch(long offset) {
        return fetch.fetch(PLACE.topic(), PLACE.partition(), offset).toCompletableFuture();
    }

    private void holds(long beginning, long end) {
        consumer.updateBeginningOffsets(Map.of(PLACE, beginning));
        consumer.updateEndOffsets(Map.of(PLACE, end));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset) {
        return new ConsumerRecord<>(
                PLACE.topic(), PLACE.partition(), offset, new byte[0], "x".getBytes(StandardCharsets.UTF_8));
    }
}
