package dev.steadfast.training.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.data.Seed;
import dev.steadfast.training.optimisation.Network;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The objective of a classifier that sees noise (Cohen et al. 2019), and may be asked for the same answer to several draws of it (Jeong and
 * Shin 2020).
 *
 * <p>Threading notes: for one thread.
 */
final class NoisyClassification implements Objective {
    private final Goal.NoisyClassifier goal;
    private final int classes;
    private final NoiseDraws noise;
    private NoiseInput input = NoiseInput.IMAGES;

    NoisyClassification(Goal.NoisyClassifier goal, int classes, Seed seed) {
        this.goal = goal;
        this.classes = classes;
        this.noise = new NoiseDraws(goal.sigma(), goal.draws(), seed);
    }

    @Override
    public void requireFit(Network network, ImageBatch sample, NDManager manager) {
        input = NoiseInput.of(network, sample, goal.sigma().max(), manager);
        NDArray logits = input.infer(network, noise.heldOut(sample, goal.sigma().max(), 0, manager));
        Classification.requireLogits(network, logits, sample.rows(), classes);
    }

    @Override
    public NDArray loss(Network network, ImageBatch batch, long step, NDManager manager) {
        NDArray targets = noise.repeated(batch.targets(manager, classes, (float) goal.labelSmoothing()));
        return Losses.answers(
                input.forward(network, noise.of(batch, step, manager)), targets, goal.draws(), goal.agreement());
    }

    @Override
    public Map<String, Double> measure(Network network, ImageBatch heldOut, int batchIndex, NDManager manager) {
        Map<String, Double> sums = new LinkedHashMap<>();
        for (double level : noise.measuredSigmas()) {
            NDArray logits = input.infer(network, noise.heldOut(heldOut, level, batchIndex, manager));
            sums.put("accuracy@" + level, Classification.correct(logits, heldOut, manager));
        }
        return sums;
    }

    @Override
    public void close() {
        // Holds no network.
    }
}
