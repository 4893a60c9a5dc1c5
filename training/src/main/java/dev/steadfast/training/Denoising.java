package dev.steadfast.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.PyTorchRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A denoiser's objective: a weighted sum of how far its images are from the clean ones, and of what classifiers make of them.
 *
 * <p>The classifiers' weights stay as they are. With the classifier that will be served this is the white-box setting of
 * Salman et al. 2020; with others, surrogates, the black-box one.
 *
 * <p>Threading notes: for one thread.
 */
final class Denoising implements Objective {
    /** At this variance of the noise an image's squared error counts half as much as without noise. */
    private static final float ERROR_VARIANCE = 0.02f;

    /** How PyTorch says that a module, itself counted, has only one argument. */
    private static final String NO_SECOND_ARGUMENT = "received 3 argument(s)";

    /** The noise levels of the papers' tables. */
    private static final double[] MEASURED_SIGMAS = {0.12, 0.25, 0.5, 1.0};

    private final DenoisingWeights weights;
    private final NoiseRange sigma;
    private final int draws;
    private final int classes;
    private final List<Network> classifiers;
    private boolean takesSigma;
    private final Seed seed;
    private final double[] measuredSigmas;

    /**
     * @param draws noise draws of each image in a step
     * @param classes the number of the classifiers' classes
     * @param classifiers may be empty if only the squared error counts
     */
    Denoising(
            DenoisingWeights weights, NoiseRange sigma, int draws, int classes, List<Network> classifiers, Seed seed) {
        this.weights = weights;
        this.sigma = sigma;
        this.draws = draws;
        this.classes = classes;
        this.classifiers = List.copyOf(classifiers);
        this.seed = seed;
        this.measuredSigmas = measuredSigmas(sigma);
    }

    /**
     * Loads the classifiers of a goal.
     *
     * @throws TrainingException if one cannot be loaded, or does not take the data's images and give a logit for each class
     */
    static Denoising load(Goal.Denoiser goal, Seed seed, LabelledImages data, ComputeDevice device) {
        List<Network> classifiers = new ArrayList<>();
        try {
            for (Path file : goal.classifiers()) {
                Network classifier = Network.fixed(file, device);
                classifiers.add(classifier);
            }
            return new Denoising(
                    goal.weights(), goal.sigma(), goal.draws(), data.classes().size(), classifiers, seed);
        } catch (RuntimeException e) {
            classifiers.forEach(Network::close);
            throw e;
        }
    }

    private static double[] measuredSigmas(NoiseRange range) {
        double[] within = java.util.Arrays.stream(MEASURED_SIGMAS)
                .filter(s -> s >= range.min() && s <= range.max())
                .toArray();
        return within.length > 0 ? within : new double[] {range.max()};
    }

    @Override
    public void requireFit(Network network, ImageBatch sample, NDManager manager) {
        classifiers.forEach(classifier -> Classification.requireLogits(classifier, sample, classes, manager));
        NDArray images = sample.images(manager);
        NDArray sigmaRows = manager.full(new Shape(sample.rows(), 1, 1, 1), (float) sigma.max());
        takesSigma = takesSigma(network, images, sigmaRows);
        try {
            denoise(network, images, sigmaRows, false);
        } catch (EngineException e) {
            throw new TrainingException(
                    network + " must take float32 images of shape " + images.getShape() + ", but failed: "
                            + e.getMessage(),
                    e);
        }
    }

    /** {@return whether the denoiser has a second argument, the noise level} */
    private static boolean takesSigma(Network network, NDArray images, NDArray sigmaRows) {
        try {
            network.infer(images, sigmaRows);
            return true;
        } catch (EngineException e) {
            // Whatever else went wrong will do so again, and is told then.
            return !String.valueOf(e.getMessage()).contains(NO_SECOND_ARGUMENT);
        }
    }

    @Override
    public NDArray loss(Network network, ImageBatch batch, long step, NDManager manager) {
        NDArray images = batch.images(manager);
        float[] sigmas = new float[batch.rows()];
        SplittableRandom random = seed.random(Seed.Use.SIGMA, step);
        for (int row = 0; row < sigmas.length; row++) {
            sigmas[row] = sigma.draw(random);
        }
        NDArray sigmaRows = repeated(manager.create(sigmas, new Shape(sigmas.length, 1, 1, 1)));
        NDArray wanted = repeated(images);
        NDArray denoised = denoise(network, noisy(wanted, sigmaRows, Seed.Use.NOISE, step), sigmaRows, true);
        NDArray loss = manager.zeros(new Shape());
        if (weights.squaredError() > 0) {
            NDArray errorWeights = sigmaRows.square().add(ERROR_VARIANCE).pow(-1);
            loss = loss.add(Losses.squaredError(denoised, wanted, errorWeights).mul((float) weights.squaredError()));
        }
        if (weights.needClassifier()) {
            for (Network classifier : classifiers) {
                loss = loss.add(
                        answers(classifier, denoised, images, batch, manager).div(classifiers.size()));
            }
        }
        return loss;
    }

    private NDArray answers(Network classifier, NDArray denoised, NDArray images, ImageBatch batch, NDManager manager) {
        NDArray logits = classifier.forward(denoised);
        NDArray targets = weights.useLabels() ? batch.targets(manager, classes, 0f) : ownAnswer(classifier, images);
        NDArray loss = Losses.crossEntropy(logits, repeated(targets)).mul((float) weights.answer());
        if (weights.consistency() > 0) {
            loss = loss.add(Losses.inconsistency(logits, draws).mul((float) weights.consistency()));
        }
        if (weights.entropy() > 0) {
            loss = loss.add(Losses.entropy(logits, draws).mul((float) weights.entropy()));
        }
        return loss;
    }

    /** {@return the classifier's label of each clean image, as probabilities 0 and 1} */
    private NDArray ownAnswer(Network classifier, NDArray images) {
        return classifier.infer(images).argMax(1).oneHot(classes);
    }

    @Override
    public Map<String, Double> measure(Network network, ImageBatch heldOut, int batchIndex, NDManager manager) {
        Map<String, Double> sums = new LinkedHashMap<>();
        NDArray images = heldOut.images(manager);
        for (double level : measuredSigmas) {
            NDArray sigmaRows = manager.full(new Shape(heldOut.rows(), 1, 1, 1), (float) level);
            NDArray denoised =
                    denoise(network, noisy(images, sigmaRows, Seed.Use.HELD_OUT, batchIndex), sigmaRows, false);
            NDArray error = denoised.sub(images).square().mean();
            sums.put("mse@" + level, (double) error.getFloat() * heldOut.rows());
            if (!classifiers.isEmpty()) {
                NDArray logits = classifiers.get(0).infer(denoised);
                sums.put("accuracy@" + level, Classification.correct(logits, heldOut, manager));
            }
        }
        return sums;
    }

    private NDArray noisy(NDArray images, NDArray sigmaRows, Seed.Use use, long step) {
        PyTorchRuntime.engine().setRandomSeed(seed.engineSeed(use, step));
        NDArray noise = images.getManager().randomNormal(images.getShape());
        return noise.muli(sigmaRows).addi(images);
    }

    private NDArray denoise(Network network, NDArray noisy, NDArray sigmaRows, boolean gradients) {
        NDArray[] inputs = takesSigma ? new NDArray[] {noisy, sigmaRows} : new NDArray[] {noisy};
        NDArray denoised = gradients ? network.forward(inputs) : network.infer(inputs);
        if (!denoised.getShape().equals(noisy.getShape())) {
            throw new TrainingException(network + " must return images of the shape it is given, " + noisy.getShape()
                    + ", but returned " + denoised.getShape());
        }
        return denoised;
    }

    /** {@return the rows once for each draw, one draw after the other} */
    private NDArray repeated(NDArray rows) {
        return draws == 1 ? rows : NDArrays.concat(new NDList(Collections.nCopies(draws, rows)));
    }

    @Override
    public void close() {
        classifiers.forEach(Network::close);
    }
}
