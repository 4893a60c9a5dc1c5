package dev.steadfast.training;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
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
import org.jspecify.annotations.Nullable;

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

    /** The noise levels of the papers' tables. */
    private static final double[] MEASURED_SIGMAS = {0.12, 0.25, 0.5, 1.0};

    private final DenoisingWeights weights;
    private final NoiseRange sigma;
    private final int draws;
    private final int classes;
    private final List<Network> classifiers;
    private @Nullable Boolean takesSigma;
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
                requireFit(classifier, data, device);
            }
            return new Denoising(
                    goal.weights(), goal.sigma(), goal.draws(), data.classes().size(), classifiers, seed);
        } catch (RuntimeException e) {
            classifiers.forEach(Network::close);
            throw e;
        }
    }

    private static void requireFit(Network classifier, LabelledImages data, ComputeDevice device) {
        Shape images = new Shape(1, data.channels(), data.height(), data.width());
        Shape logits = new Shape(1, data.classes().size());
        try (NDManager manager = PyTorchRuntime.engine().newBaseManager(device.djl())) {
            NDArray found = classifier.infer(manager.zeros(images));
            if (!found.getShape().equals(logits) || found.getDataType() != DataType.FLOAT32) {
                throw new TrainingException(
                        classifier + " must give float32 logits of shape " + logits + " for images of " + data.name()
                                + ", but gave " + found.getDataType() + " of shape " + found.getShape());
            }
        } catch (EngineException e) {
            throw new TrainingException(
                    classifier + " must take float32 images of shape " + images + ", but failed: " + e.getMessage(), e);
        }
    }

    private static double[] measuredSigmas(NoiseRange range) {
        double[] within = java.util.Arrays.stream(MEASURED_SIGMAS)
                .filter(s -> s >= range.min() && s <= range.max())
                .toArray();
        return within.length > 0 ? within : new double[] {range.max()};
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
        if (takesSigma == null) {
            takesSigma = takesSigma(network, noisy, sigmaRows);
        }
        NDArray[] inputs = takesSigma ? new NDArray[] {noisy, sigmaRows} : new NDArray[] {noisy};
        NDArray denoised = gradients ? network.forward(inputs) : network.infer(inputs);
        if (!denoised.getShape().equals(noisy.getShape())) {
            throw new TrainingException(network + " must return images of the shape it is given, " + noisy.getShape()
                    + ", but returned " + denoised.getShape());
        }
        return denoised;
    }

    /** {@return whether the denoiser has a second argument, the noise level} */
    private static boolean takesSigma(Network network, NDArray noisy, NDArray sigmaRows) {
        try (NDManager scope = noisy.getManager().newSubManager()) {
            NDArray image = noisy.get("0:1");
            NDArray level = sigmaRows.get("0:1");
            image.attach(scope);
            level.attach(scope);
            try {
                network.infer(image, level);
                return true;
            } catch (EngineException e) {
                network.infer(image); // where this fails too, its error is the one to show
                return false;
            }
        } catch (EngineException e) {
            throw new TrainingException(
                    network + " must have forward(noisy) or forward(noisy, sigma), but failed: " + e.getMessage(), e);
        }
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
