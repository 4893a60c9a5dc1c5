package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.SamplePicture;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that are repeated for somebody to look at. */
@ExtendWith(SharedBroker.class)
@Timeout(60)
class ReplayIT {

    private final Deployment deployment;

    ReplayIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldKeepRepeatedVotesApartFromThoseThatCount() {
        // Given
        deployment.send(List.of(Tasks.replayed(0, 3), Tasks.task(1), Tasks.replayed(2, 0)));

        // When
        deployment.startWorker(new FakeVoter());

        // Then
        List<VoteBatch> replayed = deployment.awaitReplayedVotes(2);
        assertThat(deployment.allVotes()).singleElement().satisfies(batch -> {
            assertThat(batch.getTaskIndex()).isEqualTo(1);
            assertThat(batch.getRequestId()).isNull();
            assertThat(batch.getIllustrations()).isEmpty();
        });
        assertThat(replayed).extracting(VoteBatch::getRequestId).containsExactlyInAnyOrder("request-0", "request-2");
        assertThat(replayed)
                .filteredOn(batch -> batch.getTaskIndex() == 0)
                .singleElement()
                .satisfies(batch -> {
                    assertThat(batch.getVotes()).containsExactly(3, 3, 3);
                    assertThat(batch.getIllustrations())
                            .extracting(SamplePicture::getSample)
                            .containsExactly(0L, 1L, 2L);
                    assertThat(batch.getIllustrations())
                            .extracting(SamplePicture::getClassIndex)
                            .containsExactly(0, 1, 2);
                    assertThat(batch.getIllustrations())
                            .extracting(SamplePicture::getNoisy)
                            .containsOnly(ByteBuffer.allocate(FakeVoter.IMAGE_BYTES));
                });
    }

    @Test
    void shouldNotLetAReplayedTaskThatFailsEndInSilenceNorCount() {
        // Given
        deployment.send(List.of(Tasks.replayed(0, 3), Tasks.task(1)));

        // When
        deployment.startWorker(new FakeVoter(request -> {
            if (request.firstSample() == 0) {
                throw new ArithmeticException("the network failed");
            }
        }));

        // Then
        assertThat(deployment.awaitReplayedVotes(1)).singleElement().satisfies(batch -> {
            assertThat(batch.getRequestId()).isEqualTo("request-0");
            assertThat(batch.getInvalid()).isEqualTo(Tasks.SAMPLES);
            assertThat(batch.getFailure()).isEqualTo("VOTER_FAILED: the network failed");
            assertThat(batch.getDeliveries()).isEqualTo(3);
        });
        assertThat(deployment.allDeadLetters())
                .extracting(DeadLetter::getReason)
                .containsExactly("VOTER_FAILED");
        assertThat(deployment.allVotes()).extracting(VoteBatch::getTaskIndex).containsExactly(1);
    }

    @Test
    void shouldSayHowOftenATaskHadBeenDelivered() {
        // Given a voter that fails once on one of the tasks
        deployment.send(Tasks.tasks(2));
        AtomicInteger failures = new AtomicInteger();

        // When
        deployment.startWorker(new FakeVoter(request -> {
            if (request.firstSample() == 0 && failures.getAndIncrement() < 2) { // with the others, and alone
                throw new ArithmeticException("the network failed");
            }
        }));

        // Then
        assertThat(deployment.awaitVotes(2))
                .extracting(VoteBatch::getTaskIndex, VoteBatch::getDeliveries)
                .containsExactlyInAnyOrder(tuple(0, 2), tuple(1, 1));
    }
}
