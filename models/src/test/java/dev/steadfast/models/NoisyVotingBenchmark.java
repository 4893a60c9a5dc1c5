package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.GridNoise;
import dev.steadfast.smoothing.NoiseKey;
import dev.steadfast.smoothing.NoiseStream;
import dev.steadfast.smoothing.VoteCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples per second of the zoo's CIFAR-10 bundle: of the noise alone, and of whole votes (noise, denoiser, classifier, count) at
 * several batch sizes. No build runs it; models/README.md says how to.
 *
 * <p>Everything is measured in turn, in every round, so that whatever else the machine does meets all of it alike. What to compare are the
 * ratios to the bundle's own batch size, taken within each round; the absolute numbers are this machine's, now.
 */
class NoisyVotingBenchmark {
    private static final int[] BATCHES = {1, 5, 10, 25, 50, 100};
    private static final int ROUNDS = 7;
    private static final double SIGMA = 0.5;
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    /** A multiple of every batch size, so that nothing is padded. */
    private static final int VOTES = 200;

    private static final int NOISE_SAMPLES = 10_000;

    @TempDir
    Path directory = Path.of("");

    @Test
    void measure() throws IOException {
        Map<String, double[]> rates = new LinkedHashMap<>();
        List<NoisyVoter> voters = new ArrayList<>();
        try (ModelBundle zoo = ModelBundle.open(ZooVotes.BUNDLE)) {
            byte[] image = Images.grey(zoo.manifest().input());
            for (int batch : BATCHES) {
                voters.add(open(zoo.manifest(), batch));
            }
            for (int round = -1; round < ROUNDS; round++) { // the first, -1, warms up
                record(rates, "noise alone", round, NOISE_SAMPLES, samples -> drawNoise(image.length, samples));
                for (int i = 0; i < BATCHES.length; i++) {
                    NoisyVoter voter = voters.get(i);
                    record(rates, vote(BATCHES[i]), round, VOTES, samples -> vote(voter, image, samples));
                }
            }
            String machine = voters.get(0).backend().replaceFirst("; batch .*", ""); // the rest differs by batch size
            print(rates, vote(zoo.manifest().batch()), machine);
        } finally {
            voters.forEach(NoisyVoter::close);
        }
    }

    private NoisyVoter open(BundleManifest zoo, int batch) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("batch" + batch));
        for (String file : List.of("classifier.pt", "denoiser.pt")) {
            Files.copy(ZooVotes.BUNDLE.resolve(file), folder.resolve(file));
        }
        new BundleManifest(
                        zoo.format(),
                        zoo.name(),
                        zoo.version(),
                        zoo.task(),
                        zoo.input(),
                        zoo.classes(),
                        batch,
                        zoo.precision(),
                        zoo.classifier(),
                        zoo.denoiser(),
                        zoo.sigma(),
                        zoo.provenance(),
                        zoo.certifiedAccuracy())
                .write(folder);
        try (ModelBundle bundle = ModelBundle.open(folder)) {
            return NoisyVoter.open(bundle, "cpu");
        }
    }

    private static void record(Map<String, double[]> rates, String name, int round, int samples, IntConsumer work) {
        long start = System.nanoTime();
        work.accept(samples);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (round >= 0) {
            rates.computeIfAbsent(name, n -> new double[ROUNDS])[round] = samples / seconds;
        }
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

    private static String vote(int batch) {
        return "vote, batch " + batch;
    }

    private static void print(Map<String, double[]> rates, String own, String machine) {
        double[] yardstick = rates.get(own);
        assertThat(yardstick).as("rates of " + own).isNotNull();
        System.out.printf(
                Locale.ROOT, "%n%s%n%d rounds, %d cores, median (least to most)%n%n", machine, ROUNDS, cores());
        System.out.printf("| | samples/s | times \"%s\" |%n|---|---|---|%n", own);
        rates.forEach((name, rate) -> System.out.printf(
                "| %s | %s | %s |%n",
                name,
                summary("%.0f", rate),
                summary(
                        "%.2f",
                        IntStream.range(0, ROUNDS)
                                .mapToDouble(round -> rate[round] / yardstick[round])
                                .toArray())));
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static String summary(String format, double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        String pattern = format + " (" + format + " to " + format + ")";
        return String.format(Locale.ROOT, pattern, sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1]);
    }
}
