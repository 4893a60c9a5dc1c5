package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.FakeVoter;
import dev.steadfast.workers.Tasks;
import dev.steadfast.workers.WorkerGroup;
import dev.steadfast.workers.queue.ClientConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

/** Workers that share a queue, come and go. */
@ExtendWith(SharedBroker.class)
@Timeout(60)
class VoteWorkerIT {

    private final Deployment deployment;

    VoteWorkerIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldVoteOnceOnEachTask() {
        // Given tasks that were there before the first worker, of more samples than fit in a slice
        deployment.send(Tasks.tasks(40));

        // When
        VoteWorker worker = deployment.startWorker(new FakeVoter(request -> {}, 64));

        // Then
        List<VoteBatch> votes = deployment.awaitVotes(40);
        assertThat(votes)
                .extracting(VoteBatch::getTaskIndex)
                .containsExactlyInAnyOrderElementsOf(Deployment.indices(40));
        assertThat(votes).allSatisfy(batch -> {
            assertThat(counts(batch)).isEqualTo(FakeVoter.votesOf(batch.getFirstSample(), Tasks.SAMPLES));
            assertThat(batch.getModelDigest()).isEqualTo(FakeVoter.DIGEST);
            assertThat(batch.getBackend()).isEqualTo(FakeVoter.BACKEND);
            assertThat(batch.getWorkerId()).isEqualTo(worker.id());
            assertThat(batch.getFailure()).isNull();
        });
        deployment.awaitEmptyQueue();
        await().untilAsserted(() -> assertThat(worker.statistics().voted()).isEqualTo(40));
        assertThat(worker.statistics().samples()).isEqualTo(40 * Tasks.SAMPLES);
    }

    @Test
    void shouldSayInTheLogWhenItIsReadyAndWithWhichBundle() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(VoteWorker.class);
        log.start();
        logger.addAppender(log);
        try {
            VoteWorker worker = deployment.startWorker(new FakeVoter());

            await().untilAsserted(() -> assertThat(List.copyOf(log.list))
                    .filteredOn(event -> event.getMessage().equals("Worker ready"))
                    .singleElement()
                    .extracting(event -> String.valueOf(event.getKeyValuePairs()))
                    .asString()
                    .contains("bundle=\"" + FakeVoter.NAME + "\"")
                    .contains("workerId=\"" + worker.id() + "\""));
            assertThat(worker.health().ready()).isTrue();
        } finally {
            logger.detachAppender(log);
        }
    }

    @Test
    void shouldShareOnePartitionAmongThreeWorkers() {
        // Given three workers, each of which votes only when all three have a task
        CyclicBarrier together = new CyclicBarrier(3);
        for (int i = 0; i < 3; i++) {
            deployment.startWorker(deployment.settings(1), new FakeVoter(request -> meet(together)));
        }

        // When
        deployment.send(Tasks.tasks(30));

        // Then
        List<VoteBatch> votes = deployment.awaitVotes(30);
        assertThat(votes)
                .extracting(VoteBatch::getTaskIndex)
                .containsExactlyInAnyOrderElementsOf(Deployment.indices(30));
        assertThat(votes.stream().map(VoteBatch::getWorkerId).distinct()).hasSize(3);
    }

    @Test
    void shouldTakeOverTheTasksOfAWorkerThatIsSilent() throws InterruptedException {
        // Given a member of the group that has taken tasks, and does nothing more
        new WorkerGroup(deployment.admin(), deployment.settings(4)).apply();
        deployment.send(Tasks.tasks(4));
        try (KafkaShareConsumer<byte[], byte[]> silent =
                new KafkaShareConsumer<>(ClientConfiguration.consumer(deployment.settings(4), deployment.kafka()))) {
            silent.subscribe(List.of(Topics.NOISE_TASKS.name()));
            ConsumerRecords<byte[], byte[]> taken =
                    await().until(() -> silent.poll(Duration.ofMillis(500)), records -> !records.isEmpty());
            assertThat(taken.count()).isEqualTo(4);

            // When
            deployment.startWorker(new FakeVoter());

            // Then
            assertThat(deployment.awaitVotes(4))
                    .extracting(VoteBatch::getTaskIndex)
                    .containsExactlyInAnyOrder(0, 1, 2, 3);
        }
    }

    @Test
    void shouldNotVoteOnTasksOfAnAbortedTransaction() {
        // Given
        try (KafkaProducer<byte[], byte[]> topology =
                deployment.producer(Map.of("transactional.id", "topology", "transaction.timeout.ms", 10_000))) {
            topology.initTransactions();
            topology.beginTransaction();
            deployment.send(topology, List.of(Tasks.task(0)));
            topology.abortTransaction();
            topology.beginTransaction();
            deployment.send(topology, List.of(Tasks.task(1)));
            topology.commitTransaction();
        }

        // When
        deployment.startWorker(new FakeVoter());

        // Then
        deployment.awaitVotes(1);
        assertThat(deployment.allVotes()).extracting(VoteBatch::getTaskIndex).containsExactly(1);
    }

    @Test
    void shouldFinishItsSliceAndGiveBackTheRestWhenClosed() {
        // Given a worker that votes on its first slice, one of four tasks, when it is told to stop
        CountDownLatch voting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FakeVoter voter = new FakeVoter(
                request -> {
                    voting.countDown();
                    awaitDown(goOn);
                },
                Tasks.SAMPLES);
        VoteWorker worker = deployment.startWorker(voter);
        deployment.send(Tasks.tasks(4));
        awaitDown(voting);

        // When
        CompletableFuture<Void> closing = CompletableFuture.runAsync(worker::close);
        goOn.countDown();
        closing.join();

        // Then what was voted on is on the topic, the voter is free, and the rest is another worker's
        assertThat(worker.stopped()).isCompleted();
        assertThat(voter.isClosed()).isTrue();
        int published = deployment.awaitVotes(1).size();
        assertThat(worker.statistics().voted()).isEqualTo(published);
        deployment.startWorker(new FakeVoter());
        assertThat(deployment.awaitVotes(4)).hasSize(4);
        assertThat(deployment.allVotes()).extracting(VoteBatch::getTaskIndex).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void shouldKeepTasksThatTakeLongerThanTheLock() {
        // Given a lock of 2 s, and a task of 30 forward passes of 100 ms: 3 s
        FakeVoter voter = new FakeVoter(request -> pause(10L * request.samples()), 10);
        VoteWorker slow = deployment.startWorker(voter);
        deployment.send(List.of(Tasks.builder(0).setSamples(300).build(), Tasks.task(1)));
        await().until(() -> !voter.calls.isEmpty());

        // When another worker would take what is not kept
        FakeVoter other = new FakeVoter();
        deployment.startWorker(other);

        // Then
        List<VoteBatch> votes = deployment.awaitVotes(2);
        assertThat(votes.stream().filter(batch -> batch.getTaskIndex() == 0))
                .singleElement()
                .satisfies(batch -> {
                    assertThat(counts(batch)).isEqualTo(FakeVoter.votesOf(0, 300));
                    assertThat(batch.getWorkerId()).isEqualTo(slow.id());
                    assertThat(batch.getComputeMillis()).isBetween(2900L, 10_000L);
                });
        assertThat(slow.statistics().renewed()).isPositive();
        assertThat(other.calls).isEmpty();
    }

    @Test
    void shouldStopAtOnceWithNothingToDo() {
        VoteWorker worker = deployment.startWorker(new FakeVoter());

        worker.close();
        worker.close();

        assertThat(worker.stopped()).isCompleted();
    }

    private static VoteCounts counts(VoteBatch batch) {
        return new VoteCounts(
                batch.getVotes().stream().mapToInt(Integer::intValue).toArray(), batch.getInvalid());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitDown(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis); // the model's work
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
