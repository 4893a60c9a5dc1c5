package dev.steadfast.quantisation;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.Denoiser;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.models.IntegerModules;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Quantises a bundle on training images and compares its votes, and the time they take, with those of the bundle: {@code BUNDLE DATA IMAGES SAMPLES CALIBRATION}, the last of them the number of images that it is quantised on. */
final class QuantisedVotes {
    private QuantisedVotes() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("quantised");
        LabelledImages training = Datasets.open(Path.of(arguments[1]), Split.TRAIN);
        int count = Integer.parseInt(arguments[2]);
        int samples = Integer.parseInt(arguments[3]);
        try (ModelBundle bundle = ModelBundle.open(Path.of(arguments[0]))) {
            List<byte[]> calibration = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(arguments[4]); i++) {
                calibration.add(training.image(i * 97));
            }
            long start = System.nanoTime();
            Quantiser.Quantised quantised = Quantiser.quantise(bundle, calibration);
            System.out.printf("calibrated in %.1f s%n", (System.nanoTime() - start) * 1e-9);
            quantised
                    .losses()
                    .forEach(loss ->
                            System.out.printf("%-32s 2^%d  %.1f dB%n", loss.place(), loss.exponent(), loss.decibel()));
            BundleManifest was = bundle.manifest();
            BundleManifest manifest = new BundleManifest(
                    was.format(),
                    was.name(),
                    was.version(),
                    was.task(),
                    was.input(),
                    was.classes(),
                    was.batch(),
                    "int8",
                    write(quantised.classifier(), folder, "classifier.pt"),
                    quantised.denoiser().isPresent()
                            ? java.util.Optional.of(
                                    new Denoiser(write(quantised.denoiser().get(), folder, "denoiser.pt"), true))
                            : java.util.Optional.empty(),
                    was.sigma(),
                    was.provenance(),
                    List.of());
            manifest.write(folder);
            try (ModelBundle made = ModelBundle.open(folder);
                    NoisyVoter before = NoisyVoter.open(bundle, "cpu");
                    NoisyVoter after = NoisyVoter.open(made, "cpu")) {
                System.out.println(folder + " " + after.backend());
                for (double sigma : new double[] {0.12, 0.25, 0.5, 1.0}) {
                    double[] seconds = new double[2];
                    double[] right = new double[2];
                    int[] wins = new int[2];
                    for (int i = 0; i < count; i++) {
                        int index = 49_999 - i * 13; // never among the calibration's, whose step is 97
                        VoteRequest request =
                                new VoteRequest(training.image(index), sigma, NoiseKey.of(new byte[32]), 0, samples);
                        for (int which = 0; which < 2; which++) {
                            long begin = System.nanoTime();
                            int[] votes = (which == 0 ? before : after)
                                    .vote(List.of(request))
                                    .get(0)
                                    .perClass();
                            seconds[which] += (System.nanoTime() - begin) * 1e-9;
                            right[which] += votes[training.label(index)];
                            int best = 0;
                            for (int c = 1; c < votes.length; c++) {
                                best = votes[c] > votes[best] ? c : best;
                            }
                            wins[which] += best == training.label(index) ? 1 : 0;
                        }
                    }
                    System.out.printf(
                            "sigma %.2f: right votes %.2f%% before, %.2f%% after; right answers %.1f%%, %.1f%%;"
                                    + " votes/s %.0f, %.0f (%.2f)%n",
                            sigma,
                            100 * right[0] / count / samples,
                            100 * right[1] / count / samples,
                            100.0 * wins[0] / count,
                            100.0 * wins[1] / count,
                            count * samples / seconds[0],
                            count * samples / seconds[1],
                            seconds[0] / seconds[1]);
                }
            }
        }
    }

    private static ModelFile write(IntegerNetwork network, Path folder, String name) throws IOException {
        Path raw = folder.resolve(name + ".raw");
        IntegerModules.write(network, raw);
        ModelFile file = TorchScriptArchive.normalise(raw, folder.resolve(name));
        Files.delete(raw);
        return file;
    }
}
