package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.WorkerStoppedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks that cannot be voted on: none of them ends in silence, and none holds up the queue. */
@ExtendWith(SharedBroker.class)
@Timeout(60)
class PoisonIT {

    private static final int DELIVERY_LIMIT = 3;
    private static final String OTHER_DIGEST = "e".repeat(64);

    private final Deployment deployment;

    PoisonIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldBuryWhatIsNoTaskAndGoOn() {
        // Given
        byte[] garbage = {'n', 'o', ' ', 't', 'a', 's', 'k'};
        deployment.send(garbage);
        deployment.send((byte[]) null);
        deployment.send(List.of(Tasks.task(0)));

        // When
        VoteWorker worker = deployment.startWorker(new FakeVoter());

        // Then
        assertThat(deployment.awaitVotes(1)).extracting(VoteBatch::getTaskIndex).containsExactly(0);
        List<DeadLetter> letters = deployment.allDeadLetters();
        assertThat(letters).extracting(DeadLetter::getReason).containsExactlyInAnyOrder("NOT_AVRO", "EMPTY_RECORD");
        assertThat(letters).extracting(DeadLetter::getComponent).containsOnly(worker.id());
        assertThat(letters).extracting(DeadLetter::getValue).containsExactlyInAnyOrder(ByteBuffer.wrap(garbage), null);
        await().untilAsserted(() -> assertThat(worker.statistics().rejected()).isEqualTo(2));
    }

    @Test
    void shouldVoteAgainstATaskForABundleThatNobodyHas() {
        // Given
        deployment.send(List.of(Tasks.builder(0).setModelDigest(OTHER_DIGEST).build(), Tasks.task(1)));

        // When
        deployment.startWorker(new FakeVoter());

        // Then
        deployment.awaitVotes(2);
        assertAgainst(0, OTHER_DIGEST, "OTHER_BUNDLE: the task is for bundle " + OTHER_DIGEST);
        assertThat(deployment.allDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getReason()).isEqualTo("OTHER_BUNDLE");
            assertThat(letter.getDeliveries()).isEqualTo(DELIVERY_LIMIT);
        });
    }

    @Test
    void shouldLeaveATaskForAnotherBundleToTheWorkerThatHasIt() {
        // Given a worker that takes the task first, and has the wrong bundle
        VoteWorker wrong = deployment.startWorker(new FakeVoter());
        deployment.send(List.of(Tasks.builder(0).setModelDigest(OTHER_DIGEST).build()));
        await().until(() -> wrong.statistics().released() > 0);

        // When
        wrong.close();
        deployment.startWorker(FakeVoter.ofBundle(OTHER_DIGEST));

        // Then
        assertThat(deployment.awaitVotes(1)).singleElement().satisfies(batch -> {
            assertThat(batch.getFailure()).isNull();
            assertThat(batch.getModelDigest()).isEqualTo(OTHER_DIGEST);
        });
        assertThat(deployment.allDeadLetters()).isEmpty();
    }

    @Test
    void shouldVoteAgainstAnInvalidTaskAtOnce() {
        // Given an image that the voter refuses, and a number of samples that no worker would accept
        NoiseTask image = Tasks.builder(0).setImage(ByteBuffer.allocate(7)).build();
        NoiseTask samples = Tasks.builder(1).setSamples(Integer.MAX_VALUE).build();
        deployment.send(List.of(image, samples, Tasks.task(2)));

        // When
        VoteWorker worker = deployment.startWorker(new FakeVoter());

        // Then
        deployment.awaitVotes(3);
        assertAgainst(0, FakeVoter.DIGEST, "INVALID_TASK: image must have 12 values");
        assertAgainst(1, FakeVoter.DIGEST, "INVALID_TASK: samples must be at most 100000");
        assertThat(deployment.allDeadLetters())
                .extracting(DeadLetter::getReason)
                .containsExactly("INVALID_TASK", "INVALID_TASK");
        assertThat(worker.statistics().released()).isZero();
    }

    @Test
    void shouldAnswerAnExpiredTaskWithoutRunningTheModel() {
        // Given
        FakeVoter voter = new FakeVoter();
        deployment.send(List.of(Tasks.builder(0).setDeadline(Instant.EPOCH).build()));

        // When
        VoteWorker worker = deployment.startWorker(voter);

        // Then
        deployment.awaitVotes(1);
        assertAgainst(0, FakeVoter.DIGEST, "expired");
        assertThat(voter.calls).isEmpty();
        assertThat(deployment.allDeadLetters()).isEmpty();
        await().untilAsserted(() -> assertThat(worker.statistics().expired()).isEqualTo(1));
    }

    @Test
    void shouldFailOnlyTheTaskThatTheModelFailsOn() {
        // Given
        FakeVoter voter = new FakeVoter(failOn(2));
        deployment.send(Tasks.tasks(5));

        // When
        VoteWorker worker = deployment.startWorker(voter);

        // Then the others are voted on, once; the bad one is tried as often as it is delivered
        deployment.awaitVotes(5);
        List<VoteBatch> votes = deployment.allVotes();
        assertThat(votes).extracting(VoteBatch::getTaskIndex).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
        assertAgainst(2, FakeVoter.DIGEST, "VOTER_FAILED: the network failed");
        assertThat(deployment.allDeadLetters()).singleElement().satisfies(letter -> {
            assertThat(letter.getReason()).isEqualTo("VOTER_FAILED");
            assertThat(letter.getDeliveries()).isEqualTo(DELIVERY_LIMIT);
        });
        await().untilAsserted(
                        () -> assertThat(worker.statistics().voterFailures()).isEqualTo(DELIVERY_LIMIT));
        assertThat(worker.stopped()).isNotDone();
    }

    @Test
    void shouldStopWhenItsDeviceIsBroken() {
        // Given a model that fails on everything
        FakeVoter voter = new FakeVoter(request -> {
            throw new ArithmeticException("device-side assert");
        });
        deployment.send(Tasks.tasks(16));

        // When
        VoteWorker worker = deployment.startWorker(voter);

        // Then it gives up before the tasks' deliveries are used up
        assertThatThrownBy(() -> worker.stopped().join())
                .hasCauseInstanceOf(WorkerStoppedException.class)
                .hasMessageContaining("its device is taken for broken");
        assertThat(voter.isClosed()).isTrue();
        deployment.startWorker(new FakeVoter());
        assertThat(deployment.awaitVotes(16))
                .allSatisfy(batch -> assertThat(batch.getFailure()).isNull());
    }

    @Test
    void shouldStopWhenItsMemoryIsExhausted() {
        // Given
        FakeVoter voter = new FakeVoter(request -> {
            throw new OutOfMemoryError("native");
        });
        deployment.send(Tasks.tasks(1));

        // When
        VoteWorker worker = deployment.startWorker(voter);

        // Then its task is another worker's
        assertThatThrownBy(() -> worker.stopped().join()).hasCauseInstanceOf(OutOfMemoryError.class);
        worker.close();
        deployment.startWorker(new FakeVoter());
        assertThat(deployment.awaitVotes(1)).hasSize(1);
    }

    private void assertAgainst(int taskIndex, String digest, String failure) {
        assertThat(deployment.allVotes().stream().filter(batch -> batch.getTaskIndex() == taskIndex))
                .singleElement()
                .satisfies(batch -> {
                    assertThat(batch.getVotes()).containsOnly(0).hasSize(FakeVoter.CLASSES);
                    assertThat(batch.getInvalid()).isEqualTo(batch.getSamples()).isPositive();
                    assertThat(batch.getModelDigest()).isEqualTo(digest);
                    assertThat(batch.getBackend()).isEmpty();
                    assertThat(batch.getFailure()).startsWith(failure);
                });
    }

    private static Consumer<VoteRequest> failOn(int taskIndex) {
        return request -> {
            if (request.firstSample() == (long) taskIndex * Tasks.SAMPLES) {
                throw new ArithmeticException("the network failed");
            }
        };
    }
}
