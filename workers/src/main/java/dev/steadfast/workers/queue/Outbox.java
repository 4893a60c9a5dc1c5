package dev.steadfast.workers.queue;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.management.Meters;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.schemas.TraceParent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.header.Headers;

/** Where votes and dead letters leave. Used by one thread, but for what says otherwise. */
public final class Outbox implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final AvroSerde<VoteBatch> votes;
    private final AvroSerde<DeadLetter> deadLetters;
    private final LongAdder failures = new LongAdder();

    Outbox(Producer<byte[], byte[]> producer, SchemaRegistry registry) {
        this.producer = producer;
        this.votes = registry.serde(VoteBatch.class);
        this.deadLetters = registry.serde(DeadLetter.class);
    }

    /**
     * Publishes what the settlements hold; returns when the brokers have all of it.
     *
     * @throws KafkaException if some of it may not be there: none of the deliveries may be acknowledged as done then
     */
    public void publish(List<Settlement> settlements) {
        // All records are written before the first is sent: a registry that is away keeps a turn from being published
        // by halves.
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (Settlement settlement : settlements) {
            Headers trace = trace(settlement.delivery());
            settlement.votes().map(votes -> record(votes, trace)).ifPresent(records::add);
            settlement.deadLetter().map(letter -> record(letter, trace)).ifPresent(records::add);
        }
        if (!records.isEmpty()) {
            send(records);
        }
    }

    private void send(List<ProducerRecord<byte[], byte[]>> records) {
        try {
            List<Future<?>> sent = new ArrayList<>(records.size());
            records.forEach(record -> sent.add(producer.send(record)));
            producer.flush();
            sent.forEach(Outbox::requireSent);
        } catch (KafkaException e) {
            failures.increment();
            throw e;
        }
    }

    /** How often records did not get to the brokers, all or some of a turn's. For any thread. */
    public long failures() {
        return failures.sum();
    }

    public void bindTo(Meters meters) {
        meters.bind(producer, "votes");
    }

    /** Votes that somebody asked to see once more must never be found among those that count. */
    private ProducerRecord<byte[], byte[]> record(VoteBatch batch, Headers trace) {
        String topic = (batch.getRequestId() == null ? Topics.VOTES : Topics.REPLAYED_VOTES).name();
        return new ProducerRecord<>(topic, null, bytes(batch.getFrameId()), votes.serialize(topic, batch), trace);
    }

    private ProducerRecord<byte[], byte[]> record(DeadLetter letter, Headers trace) {
        return new ProducerRecord<>(
                Topics.DEAD_LETTERS.name(),
                null,
                bytes(letter.getSourceTopic()),
                deadLetters.serialize(Topics.DEAD_LETTERS.name(), letter),
                trace);
    }

    /** Votes belong to the trace of the frame whose task was voted on. */
    private static Headers trace(Delivery delivery) {
        return TraceParent.headers(TraceParent.in(delivery.record().headers()));
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    private static void requireSent(Future<?> sent) {
        try {
            sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka
                    ? kafka
                    : new KafkaException("a record could not be published", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException("interrupted while publishing", e);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
