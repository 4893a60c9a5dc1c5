package dev.steadfast.training.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.ValueSteps;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.data.Seed;
import dev.steadfast.training.optimisation.Network;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A denoiser's objective: a weighted sum of how far its images are from the clean ones, and of what classifiers make of them.
 *
 * <p>The classifiers' weights stay as they are. With the classifier that will be served this is the white-box setting of
 * Salman et al. 2020; with others, surrogates, the black-box one. Each step asks one of them, in turn: on average that is the
 * gradient of their mean, and surrogates cost what one costs.
 *
 * <p>Threading notes: for one thread.
 */
public final class Denoising implements Objective {
    /** At this variance of the noise an image's squared error counts half as much as without noise. */
    private static final float ERROR_VARIANCE = 0.02f;

    private final DenoisingWeights weights;
    private final LogitPerturbation logitPerturbation;
    private final NoiseDraws noise;
    private final boolean labelled;
    private final List<Network> classifiers;
    private final Optional<Network> judge;
    private NoiseInput input = NoiseInput.IMAGES;
    private int classes;

    /**
     * Loads the classifiers whose answers count.
     *
     * @param classes the number of the classifiers' classes; 0 where images have no labels, and the classifiers say it
     * @param classifiers whose answers count; may be empty if only the squared error does
     * @param judge whose accuracy is measured; may be one of them
     */
    private Denoising(
            DenoisingWeights weights,
            LogitPerturbation logitPerturbation,
            NoiseDraws noise,
            int classes,
            List<Network> classifiers,
            Optional<Network> judge) {
        this.weights = weights;
        this.logitPerturbation = logitPerturbation;
        this.noise = noise;
        this.classes = classes;
        this.labelled = classes > 0;
        this.classifiers = List.copyOf(classifiers);
        this.judge = judge;
    }

    /**
     * Loads the classifiers of a goal.
     *
     * @throws TrainingException if one cannot be loaded, or does not take the data's images and give a logit for each class
     */
    public static Denoising load(Goal.Denoiser goal, Seed seed, LabelledImages data, ComputeDevice device) {
        if (goal.weights().useLabels() && data.classes().isEmpty()) {
            throw new TrainingException(data.name()
                    + " has no labels: stability is the objective that needs none, classification needs them");
        }
        List<Network> loaded = new ArrayList<>();
        try {
            for (TeachingClassifier classifier : goal.classifiers()) {
                loaded.add(fixed(classifier, device));
            }
            List<Network> classifiers = List.copyOf(loaded);
            goal.measuredWith().ifPresent(classifier -> loaded.add(fixed(classifier, device)));
            Optional<Network> judge = goal.measuredWith().isPresent()
                    ? Optional.of(loaded.get(loaded.size() - 1))
                    : classifiers.stream().findFirst();
            NoiseDraws noise = new NoiseDraws(goal.sigma(), goal.draws(), seed);
            return new Denoising(
                    goal.weights(),
                    goal.logitPerturbation(),
                    noise,
                    data.classes().size(),
                    classifiers,
                    judge);
        } catch (RuntimeException e) {
            loaded.forEach(Network::close);
            throw e;
        }
    }

    private static Network fixed(TeachingClassifier classifier, ComputeDevice device) {
        return Network.fixed(classifier.file(), new ValueSteps(classifier.values()), device);
    }

    @Override
    public void requireFit(Network network, ImageBatch sample, NDManager manager) {
        for (Network classifier : networks().toList()) {
            classes = classes > 0 ? classes : Classification.logits(classifier, sample, manager);
            Classification.requireLogits(classifier, sample, classes, manager);
        }
        double sigma = noise.levels().max();
        input = NoiseInput.of(network, sample, sigma, manager);
        NDList noisy = noise.heldOut(sample, sigma, 0, manager);
        requireSameShape(network, input.infer(network, noisy), noisy.get(0));
    }

    private static void requireSameShape(Network network, NDArray denoised, NDArray noisy) {
        if (!denoised.getShape().equals(noisy.getShape())) {
            throw new TrainingException(network + " must return images of the shape it is given, " + noisy.getShape()
                    + ", but returned " + denoised.getShape());
        }
    }

    @Override
    public NDArray loss(Network network, ImageBatch batch, long step, NDManager manager) {
        NDArray images = batch.images(manager);
        NDList noisy = noise.of(batch, step, manager);
        NDArray denoised = input.forward(network, noisy);
        NDArray loss = manager.zeros(new Shape());
        if (weights.squaredError() > 0) {
            NDArray wanted = noise.repeated(images);
            NDArray errorWeights = noisy.get(1).square().add(ERROR_VARIANCE).pow(-1);
            loss = loss.add(Losses.times(Losses.squaredError(denoised, wanted, errorWeights), weights.squaredError()));
        }
        if (weights.needClassifier()) {
            Network classifier = classifiers.get((int) (step % classifiers.size()));
            loss = loss.add(
                    Losses.times(answers(classifier, denoised, images, batch, step, manager), weights.answer()));
        }
        return loss;
    }

    private NDArray answers(
            Network classifier, NDArray denoised, NDArray images, ImageBatch batch, long step, NDManager manager) {
        NDArray logits = logitPerturbation.of(classifier.forward(denoised), noise, step);
        NDArray targets = weights.useLabels() ? batch.targets(manager, classes, 0f) : ownAnswer(classifier, images);
        return Losses.answers(logits, noise.repeated(targets), noise.draws(), weights.agreement());
    }

    /** {@return the classifier's label of each clean image, as probabilities 0 and 1} */
    private NDArray ownAnswer(Network classifier, NDArray images) {
        return classifier.infer(images).argMax(1).oneHot(classes);
    }

    @Override
    public Map<String, Double> measure(Network network, ImageBatch heldOut, int batchIndex, NDManager manager) {
        Map<String, Double> sums = new LinkedHashMap<>();
        NDArray images = heldOut.images(manager);
        for (double level : noise.measuredSigmas()) {
            NDArray denoised = input.infer(network, noise.heldOut(heldOut, level, batchIndex, manager));
            NDArray error = denoised.sub(images).square().mean();
            sums.put("mse@" + level, (double) error.getFloat() * heldOut.rows());
            judge.ifPresent(classifier -> sums.put(
                    (labelled ? "accuracy@" : "agreement@") + level, answered(classifier, denoised, heldOut, manager)));
        }
        return sums;
    }

    /** {@return how many images are given their label, or, where they have none, what the classifier says to the clean one} */
    private double answered(Network classifier, NDArray denoised, ImageBatch heldOut, NDManager manager) {
        NDArray logits = classifier.infer(denoised);
        return labelled
                ? Classification.correct(logits, heldOut, manager)
                : Classification.correct(
                        logits, classifier.infer(heldOut.images(manager)).argMax(1));
    }

    @Override
    public void close() {
        networks().forEach(Network::close);
    }

    /** {@return the classifiers and the judge, each once} */
    private Stream<Network> networks() {
        return Stream.concat(classifiers.stream(), judge.stream()).distinct();
    }
}
