package dev.steadfast.workers.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.TraceParent;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.voting.Answers;
import dev.steadfast.workers.voting.Reading;
import dev.steadfast.workers.voting.Trouble;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final Outbox outbox =
            new Outbox(producer, SchemaRegistry.connect(Map.of(SchemaRegistry.URL, "mock://outbox")));
    private final Answers answers = new Answers("worker-1", new FakeVoter(), Clock.systemUTC());

    @Test
    void shouldSendVotesAndDeadLettersInTheTraceOfTheirTask() {
        Delivery delivery = Tasks.last(Tasks.delivery(Tasks.task(0)));
        TraceParent.headers(Optional.of(TRACE))
                .forEach(header -> delivery.record().headers().add(header));

        outbox.publish(List.of(condemned(delivery)));

        assertThat(producer.history()).hasSize(2).allSatisfy(record -> assertThat(TraceParent.in(record.headers()))
                .contains(TRACE));
        assertThat(outbox.failures()).isZero();
    }

    @Test
    void shouldCountWhatTheBrokersDidNotTake() {
        producer.sendException = new TimeoutException("the brokers are away");

        assertThatThrownBy(() -> outbox.publish(List.of(condemned(Tasks.last(Tasks.delivery(Tasks.task(0)))))))
                .isInstanceOf(TimeoutException.class);

        assertThat(outbox.failures()).isEqualTo(1);
    }

    /** Answered with votes against every class, and kept as a dead letter. */
    private Settlement condemned(Delivery delivery) {
        return answers.settle(
                new Reading.Troubled(delivery, Optional.of(Tasks.task(0)), Trouble.VOTER_FAILED, "the network failed"));
    }
}
