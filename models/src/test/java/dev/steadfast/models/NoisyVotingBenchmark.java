package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.noise.NoiseStream;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples per second of whole votes: noise, denoiser, classifier, count. No build runs it; models/README.md says how to.
 *
 * <p>Absolute numbers are this machine's, now; what to compare are the ratios, see {@link SideBySide}.
 */
class NoisyVotingBenchmark {
    private static final int[] BATCHES = {1, 5, 10, 25, 32, 50, 64, 100};
    private static final int ROUNDS = 7;
    private static final ComputeDevice CPU = ComputeDevice.named("cpu");
    private static final double SIGMA = 0.5;
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);
    private static final Path ARCHITECTURES = Path.of("architectures");

    /** A multiple of most batch sizes; of the others the last batch is padded. */
    private static final int VOTES = 400;

    /** Samples in a noise task, by default. */
    private static final int TASK = 25;

    private static final int NOISE_SAMPLES = 10_000;

    private final List<NoisyVoter> voters = new ArrayList<>();

    @TempDir
    Path directory = Path.of("");

    @AfterEach
    void close() {
        voters.forEach(NoisyVoter::close);
    }

    @Test
    void measureBatchSizes() throws IOException {
        BundleManifest zoo = BundleManifest.read(ZooVotes.BUNDLE);
        byte[] image = Images.grey(zoo.input());
        SideBySide rates = new SideBySide(ROUNDS);
        rates.add("noise alone", NOISE_SAMPLES, samples -> drawNoise(image.length, samples));
        for (int batch : BATCHES) {
            add(rates, "vote, batch " + batch, voter("zoo" + batch, zoo, batch, ZooVotes.BUNDLE), image);
        }
        rates.measure();
        rates.print(machine(), "vote, batch " + zoo.batch());
    }

    /** Tasks as workers get them, some at a time: what batches cost that tasks do not fill. */
    @Test
    void measureTasksInBatches() throws IOException {
        BundleManifest zoo = BundleManifest.read(ZooVotes.BUNDLE);
        byte[] image = Images.grey(zoo.input());
        SideBySide rates = new SideBySide(ROUNDS);
        for (int batch : new int[] {25, 32}) {
            NoisyVoter voter = voter("zoo" + batch, zoo, batch, ZooVotes.BUNDLE);
            for (int tasks : new int[] {16, 10, 2, 1}) {
                rates.add("%d tasks a call, batch %d".formatted(tasks, batch), VOTES, samples -> {
                    for (int left = samples; left > 0; left -= tasks * TASK) {
                        voteOnTasks(voter, image, Math.min(tasks, left / TASK));
                    }
                });
            }
        }
        rates.measure();
        rates.print(machine(), "16 tasks a call, batch 25");
    }

    private static void voteOnTasks(NoisyVoter voter, byte[] image, int tasks) {
        List<VoteRequest> requests = IntStream.range(0, tasks)
                .mapToObj(task -> new VoteRequest(image, SIGMA, KEY, (long) task * TASK, TASK))
                .toList();
        assertThat(voter.vote(requests)).hasSize(tasks);
    }

    /** What the cores are for: passes of their own, or their share of each pass, as PyTorch has it by default. */
    @Test
    void measurePassesSideBySide() throws IOException {
        BundleManifest zoo = BundleManifest.read(ZooVotes.BUNDLE);
        byte[] image = Images.grey(zoo.input());
        int cores = Runtime.getRuntime().availableProcessors();
        String sideBySide = cores + " passes at once, each on one core";
        SideBySide rates = new SideBySide(ROUNDS);
        add(rates, sideBySide, voter("beside", zoo, zoo.batch(), ZooVotes.BUNDLE), image);
        NoisyVoter spread = voter("spread", zoo, zoo.batch(), ZooVotes.BUNDLE, 1);
        rates.add("one pass after the other, each on all cores", VOTES, samples -> {
            JniUtils.setNumThreads(cores);
            try {
                vote(spread, image, samples);
            } finally {
                JniUtils.setNumThreads(1);
            }
        });
        rates.measure();
        rates.print(machine(), sideBySide);
    }

    /** The paper's networks have no weights here: arithmetic takes as long without. */
    @Test
    void measureThePapersPair() throws IOException {
        BundleManifest zoo = BundleManifest.read(ZooVotes.BUNDLE);
        byte[] image = Images.grey(zoo.input());
        String own = "zoo/cifar10, bf16, batch " + zoo.batch();
        SideBySide rates = new SideBySide(ROUNDS);
        add(rates, own, voter("zoo", zoo, zoo.batch(), ZooVotes.BUNDLE), image);
        for (int batch : List.of(zoo.batch(), 100)) {
            BundleManifest paper = paperPair(zoo);
            add(
                    rates,
                    "ResNet-110 + DnCNN, fp32, batch " + batch,
                    voter("paper" + batch, paper, batch, ARCHITECTURES),
                    image);
        }
        rates.measure();
        rates.print(machine(), own);
    }

    private static BundleManifest paperPair(BundleManifest zoo) throws IOException {
        return new BundleManifest(
                zoo.format(),
                "paper",
                "untrained",
                zoo.task(),
                zoo.input(),
                zoo.classes(),
                zoo.batch(),
                "fp32",
                file("paper-resnet110-fp32.pt"),
                Optional.of(new Denoiser(file("paper-dncnn-fp32.pt"), false)),
                zoo.sigma(),
                zoo.provenance(),
                List.of());
    }

    private static ModelFile file(String name) throws IOException {
        return new ModelFile(name, Sha256.of(ARCHITECTURES.resolve(name)));
    }

    private NoisyVoter voter(String folderName, BundleManifest manifest, int batch, Path files) throws IOException {
        return voter(folderName, manifest, batch, files, PassPool.atOnceOn(CPU));
    }

    private NoisyVoter voter(String folderName, BundleManifest manifest, int batch, Path files, int passesAtOnce)
            throws IOException {
        Path folder = Files.createDirectory(directory.resolve(folderName));
        List<ModelFile> models = new ArrayList<>(List.of(manifest.classifier()));
        manifest.denoiser().map(Denoiser::model).ifPresent(models::add);
        for (ModelFile model : models) {
            Files.copy(files.resolve(model.file()), folder.resolve(model.file()));
        }
        new BundleManifest(
                        manifest.format(),
                        manifest.name(),
                        manifest.version(),
                        manifest.task(),
                        manifest.input(),
                        manifest.classes(),
                        batch,
                        manifest.precision(),
                        manifest.classifier(),
                        manifest.denoiser(),
                        manifest.sigma(),
                        manifest.provenance(),
                        manifest.certifiedAccuracy())
                .write(folder);
        try (ModelBundle bundle = ModelBundle.open(folder)) {
            NoisyVoter voter = NoisyVoter.open(bundle, CPU, passesAtOnce);
            voters.add(voter);
            return voter;
        }
    }

    private static void add(SideBySide rates, String name, NoisyVoter voter, byte[] image) {
        rates.add(name, VOTES, samples -> vote(voter, image, samples));
    }

    private static void drawNoise(int values, int samples) {
        NoiseStream stream = GridNoise.of(SIGMA).stream(KEY);
        short[] noise = new short[values];
        for (int sample = 0; sample < samples; sample++) {
            stream.fill(sample, noise);
        }
    }

    private static void vote(NoisyVoter voter, byte[] image, int samples) {
        List<VoteCounts> votes = voter.vote(List.of(new VoteRequest(image, SIGMA, KEY, 0, samples)));
        assertThat(votes).extracting(VoteCounts::samples).containsExactly(samples);
    }

    /** What is the same for all voters. */
    private String machine() {
        return voters.get(0).backend().replaceFirst("; (bf16|fp32); batch .*", "");
    }
}
