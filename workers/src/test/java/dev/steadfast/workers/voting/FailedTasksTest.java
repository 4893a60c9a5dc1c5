package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.workers.queue.Delivery;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FailedTasksTest {
    private final FailedTasks failed = new FailedTasks(3);

    @Test
    void shouldTakeTheThirdFailureForTheLastDelivery() {
        assertThat(failed.add(delivery(7)).last()).isFalse();
        assertThat(failed.add(delivery(8)).last()).isFalse();
        assertThat(failed.add(delivery(7)).last()).isFalse();

        Delivery third = failed.add(delivery(7));

        assertThat(third.last()).isTrue();
        assertThat(third.deliveries()).isEqualTo(3);
    }

    @Test
    void shouldForgetATaskThatWasVotedOn() {
        failed.add(delivery(7));
        assertThat(failed.include(delivery(7))).isTrue();

        failed.forget(delivery(7));

        assertThat(failed.include(delivery(7))).isFalse();
    }

    @Test
    void shouldRememberTheTasksThatFailedLast() {
        for (int offset = 0; offset <= 10_000; offset++) {
            failed.add(delivery(offset));
        }

        assertThat(failed.include(delivery(0))).isFalse();
        assertThat(failed.include(delivery(1))).isTrue();
        assertThat(failed.include(delivery(10_000))).isTrue();
    }

    private static Delivery delivery(long offset) {
        return new Delivery(new ConsumerRecord<>("noise-tasks", 0, offset, new byte[0], new byte[0]), 1, false);
    }
}
