package dev.steadfast.workers.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.workers.Tasks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The worker with the bundle that is shipped. */
@ExtendWith(SharedBroker.class)
@Timeout(120)
class BundleWorkerIT {

    private static final int IMAGE_BYTES = 3 * 32 * 32;
    private static final int SAMPLES = 40;
    private static final int TOO_MANY = 400;
    private static final List<Integer> ENDED_IN_ORDER = List.of(0, 128 + 15);

    private final Deployment deployment;
    private final ModelBundle bundle = WorkerProcess.bundle();

    BundleWorkerIT(Deployment deployment) {
        this.deployment = deployment;
    }

    @Test
    void shouldPublishTheVotesThatTheVoterGivesWhenAskedDirectly() {
        // Given tasks of several frames, each of more samples than a forward batch
        List<NoiseTask> tasks =
                IntStream.range(0, 7).mapToObj(i -> task(i, bundle.digest())).toList();
        deployment.send(tasks);

        // When
        deployment.startWorker(deployment.settings(16), bundle);

        // Then
        List<VoteBatch> votes = deployment.awaitVotes(7);
        try (NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            for (NoiseTask task : tasks) {
                assertThat(votes.stream().filter(batch -> batch.getTaskIndex() == task.getTaskIndex()))
                        .singleElement()
                        .satisfies(batch -> {
                            assertThat(counts(batch)).isEqualTo(directly(voter, task));
                            assertThat(batch.getBackend()).isEqualTo(voter.backend());
                        });
            }
        }
    }

    @Test
    void shouldEndInOrderWhenItsProcessIsTerminatedWhileVoting(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (SmallRegistry registry = new SmallRegistry();
                Deployment overHttp = deployment.withRegistry(registry.url())) {
            // Given a worker in a process of its own, with more to do than it can before it is told to stop
            overHttp.send(IntStream.range(0, TOO_MANY)
                    .mapToObj(i -> task(i, bundle.digest()))
                    .toList());
            Process process = WorkerProcess.start(folder, overHttp);
            overHttp.awaitVotes(1);

            // When
            process.destroy();

            // Then
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("exit status; 134 is an abort").isIn(ENDED_IN_ORDER);
            assertThat(folder).isDirectoryNotContaining("regex:.*(hs_err|core).*");
            assertThat(folder.resolve(WorkerProcess.LOG)).content().contains("Worker stopped");
            int published = overHttp.awaitVotes(1).size();
            assertThat(published).as("it was in the middle of its work").isLessThan(TOO_MANY);
            // and what it held is free at once: no lock of 30 s has to run out
            overHttp.startWorker(overHttp.settings(16), bundle);
            assertThat(overHttp.awaitVotes(published + 10))
                    .extracting(VoteBatch::getTaskIndex)
                    .doesNotHaveDuplicates();
        }
    }

    private static VoteCounts directly(NoisyVoter voter, NoiseTask task) {
        return voter.vote(List.of(new VoteRequest(
                        task.getImage().array(),
                        task.getSigma(),
                        NoiseKey.of(task.getNoiseKey().bytes()),
                        task.getFirstSample(),
                        task.getSamples())))
                .get(0);
    }

    private static VoteCounts counts(VoteBatch batch) {
        return new VoteCounts(
                batch.getVotes().stream().mapToInt(Integer::intValue).toArray(), batch.getInvalid());
    }

    private static NoiseTask task(int index, String digest) {
        Random random = new Random(index);
        byte[] image = new byte[IMAGE_BYTES];
        random.nextBytes(image);
        byte[] key = new byte[NoiseKey.BYTES];
        random.nextBytes(key);
        return Tasks.builder(index)
                .setFrameId("frame-" + index % 3)
                .setSamples(SAMPLES)
                .setSigma(index % 2 == 0 ? 0.25 : 0.5)
                .setNoiseKey(new NoiseKey256(key))
                .setModelDigest(digest)
                .setImage(ByteBuffer.wrap(image))
                .build();
    }
}
