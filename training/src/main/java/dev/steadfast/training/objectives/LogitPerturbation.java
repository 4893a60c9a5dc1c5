package dev.steadfast.training.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.Seed;

/**
 * What is done to classifiers' logits while a denoiser learns from them, for the sake of classifiers that it does not learn from: where an
 * image shows little, each has a class of its own that it falls back on, and only what is said clearly is heard above that.
 *
 * @param temperature what logits are divided by (Hinton et al. 2015): above 1, an answer must be clearer to count as sure
 * @param classBias the standard deviation of what is added to each class's logit before, drawn for each image of a step, the same for all
 *     its draws of noise
 */
public record LogitPerturbation(double temperature, double classBias) {
    /** Logits as they are. */
    public static final LogitPerturbation NONE = new LogitPerturbation(1, 0);

    /** @throws TrainingException if the temperature is not above 0, or the bias negative, or one is not a number */
    public LogitPerturbation {
        if (!(temperature > 0 && Double.isFinite(temperature))) {
            throw new TrainingException("temperature must be above 0, but is " + temperature);
        }
        if (!(classBias >= 0 && Double.isFinite(classBias))) {
            throw new TrainingException("class-bias must be 0 or more, but is " + classBias);
        }
    }

    /**
     * Perturbs the logits of a step.
     *
     * @param logits of shape [draws * images, classes], all images of the first draw first
     * @param noise whose draws they are of
     * @param step fixes what is drawn
     */
    NDArray of(NDArray logits, NoiseDraws noise, long step) {
        NDArray result = logits;
        if (classBias > 0) {
            result = result.add(noise.repeated(biases(logits, noise, step)));
        }
        return temperature == 1 ? result : Losses.times(result, 1 / temperature);
    }

    private NDArray biases(NDArray logits, NoiseDraws noise, long step) {
        Shape images = new Shape(
                logits.getShape().get(0) / noise.draws(), logits.getShape().get(1));
        PyTorchRuntime.engine().setRandomSeed(noise.seed().engineSeed(Seed.Use.CLASS_BIAS, step));
        NDArray standard = logits.getManager().randomNormal(images);
        return Losses.times(standard, classBias);
    }
}
