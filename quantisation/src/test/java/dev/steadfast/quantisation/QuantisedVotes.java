package dev.steadfast.quantisation;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.datasets.Datasets;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.datasets.Split;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.nio.file.Path;
import java.util.List;

/** Compares the votes of a bundle with those of what {@code quantise} made of it, by the same noise, on training images: {@code BUNDLE QUANTISED DATA IMAGES SAMPLES}. */
final class QuantisedVotes {
    private static final double[] SIGMAS = {0.12, 0.25, 0.5, 1.0};

    private QuantisedVotes() {}

    public static void main(String[] arguments) {
        LabelledImages training = Datasets.open(Path.of(arguments[2]), Split.TRAIN);
        int images = Integer.parseInt(arguments[3]);
        int samples = Integer.parseInt(arguments[4]);
        try (ModelBundle bundle = ModelBundle.open(Path.of(arguments[0]));
                ModelBundle quantised = ModelBundle.open(Path.of(arguments[1]));
                NoisyVoter before = NoisyVoter.open(bundle, "cpu");
                NoisyVoter after = NoisyVoter.open(quantised, "cpu")) {
            for (double sigma : SIGMAS) {
                double[] differences = new double[images];
                double right = 0;
                double rightAfter = 0;
                for (int i = 0; i < images; i++) {
                    int index = 49_999 - i * 13; // hardly any of the calibration's, which are spread evenly
                    byte[] image = training.image(index);
                    VoteRequest request = new VoteRequest(image, sigma, NoiseKey.of(new byte[32]), 0, samples);
                    double own = right(before, request, training.label(index)) / samples;
                    double others = right(after, request, training.label(index)) / samples;
                    right += own / images;
                    rightAfter += others / images;
                    differences[i] = others - own;
                }
                System.out.printf(
                        "sigma %.2f: right votes %.2f%% before, %.2f%% after; difference %.2f, standard error %.2f%n",
                        sigma, 100 * right, 100 * rightAfter, 100 * (rightAfter - right), 100 * error(differences));
            }
        }
    }

    private static double right(NoisyVoter voter, VoteRequest request, int label) {
        VoteCounts votes = voter.vote(List.of(request)).get(0);
        return votes.votesFor(label);
    }

    private static double error(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
