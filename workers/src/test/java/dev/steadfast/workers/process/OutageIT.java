package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.VoteBatch;
import dev.steadfast.broker.EmbeddedBroker;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The registry or the brokers are away for a while: no task is lost, and none becomes poison. */
@ExtendWith(SharedBroker.class)
@Timeout(90)
class OutageIT {

    @Test
    void shouldKeepTasksWhileTheRegistryIsAway(Deployment shared) throws IOException {
        try (SmallRegistry registry = new SmallRegistry();
                Deployment deployment = shared.withRegistry(registry.url())) {
            // Given a worker that has never read a task, and a registry that went away
            deployment.send(Tasks.tasks(3));
            registry.goAway();
            VoteWorker worker = deployment.startWorker(new FakeVoter());

            // When it stays away for longer than the tasks have deliveries
            await().until(() -> worker.statistics().renewed() >= 6);
            assertThat(registry.refused()).isGreaterThan(9);
            registry.comeBack();

            // Then
            assertThat(deployment.awaitVotes(3))
                    .allSatisfy(batch -> assertThat(batch.getFailure()).isNull());
            assertThat(deployment.allVotes())
                    .extracting(VoteBatch::getTaskIndex)
                    .containsExactlyInAnyOrder(0, 1, 2);
            assertThat(deployment.allDeadLetters()).isEmpty();
        }
    }

    @Test
    void shouldGoOnAfterTheBrokersWereAway(@TempDir Path folder) {
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        int port = Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);
        FakeVoter voter = new FakeVoter();
        try (Deployment deployment = Deployment.on(broker.bootstrapServers(), "mock://" + UUID.randomUUID())) {
            // Given
            VoteWorker worker = deployment.startWorker(voter);
            deployment.send(Tasks.tasks(2));
            deployment.awaitVotes(2);

            // When
            broker.close();
            broker = EmbeddedBroker.start(folder.resolve("broker"), port);
            deployment.send(List.of(Tasks.task(2)));

            // Then
            assertThat(deployment.awaitVotes(3))
                    .extracting(VoteBatch::getTaskIndex)
                    .contains(0, 1, 2);
            assertThat(worker.stopped()).isNotDone();
        } finally {
            broker.close();
        }
    }
}
