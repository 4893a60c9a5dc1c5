package dev.steadfast.workers.voting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.queue.Delivery;
import dev.steadfast.workers.queue.Settlement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {

    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private final Answers answers = new Answers("worker-1", new FakeVoter(), Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldSaySoAtTheLastDeliveryOnly() {
        Delivery delivery = Tasks.delivery(Tasks.task(0));

        Settlement first = answers.settle(troubled(delivery, Tasks.task(0), "the network failed"));
        Settlement last = answers.settle(troubled(Tasks.last(delivery), Tasks.task(0), "the network failed"));

        assertThat(first).isEqualTo(Settlement.silent(delivery, AcknowledgeType.RELEASE));
        assertThat(last.acknowledgement()).isEqualTo(AcknowledgeType.REJECT);
        assertThat(last.votes()).hasValueSatisfying(batch -> {
            assertThat(batch.getVotes()).containsExactly(0, 0, 0);
            assertThat(batch.getInvalid()).isEqualTo(Tasks.SAMPLES);
            assertThat(batch.getFailure()).isEqualTo("VOTER_FAILED: the network failed");
        });
        assertThat(last.deadLetter()).hasValueSatisfying(letter -> {
            assertThat(letter.getReason()).isEqualTo("VOTER_FAILED");
            assertThat(letter.getMessage()).isEqualTo("the network failed");
            assertThat(letter.getDeliveries()).isEqualTo(5);
            assertThat(letter.getOccurredAt()).isEqualTo(NOW);
            assertThat(letter.getComponent()).isEqualTo("worker-1");
        });
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(ints = 11)
    void shouldPassOnHowManyTasksTheFrameWasAsked(@Nullable Integer asked) {
        NoiseTask task = Tasks.builder(0).setTasksAsked(asked).build();

        Settlement settlement = answers.settle(troubled(Tasks.last(Tasks.delivery(task)), task, "the network failed"));

        assertThat(settlement.votes())
                .hasValueSatisfying(votes -> assertThat(votes.getTasksAsked()).isEqualTo(asked));
    }

    @Test
    void shouldHaveNothingToVoteAgainstWithoutSamples() {
        NoiseTask task = Tasks.builder(0).setSamples(-5).build();

        Settlement settlement = answers.settle(new Reading.Troubled(
                Tasks.delivery(task), Optional.of(task), Trouble.INVALID_TASK, "samples must be at least 1"));

        assertThat(settlement.votes()).isEmpty();
        assertThat(settlement.deadLetter()).isPresent();
    }

    @Test
    void shouldCutTheStackOfNativeCodeFromItsMessage() {
        Delivery delivery = Tasks.last(Tasks.delivery(Tasks.task(0)));

        Settlement settlement = answers.settle(troubled(delivery, Tasks.task(0), "x".repeat(100_000)));

        assertThat(settlement.deadLetter())
                .hasValueSatisfying(letter -> assertThat(letter.getMessage()).hasSizeLessThan(1100));
    }

    private static Outcome troubled(Delivery delivery, NoiseTask task, String message) {
        return new Reading.Troubled(delivery, Optional.of(task), Trouble.VOTER_FAILED, message);
    }
}
