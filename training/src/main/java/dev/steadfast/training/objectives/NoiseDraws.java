package dev.steadfast.training.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.data.Seed;
import java.util.Arrays;
import java.util.Collections;
import java.util.SplittableRandom;

/**
 * Gaussian noise on the images of a step.
 *
 * @param levels what sigma is drawn from, for each image
 * @param draws of noise on each image, all with its sigma
 * @param seed of the run
 */
public record NoiseDraws(NoiseLevels levels, int draws, Seed seed) {
    /** The noise levels of the papers' tables. */
    private static final double[] MEASURED_SIGMAS = {0.12, 0.25, 0.5, 1.0};

    /**
     * Draws for a batch.
     *
     * @param step fixes what is drawn
     * @return the noisy images [draws * rows, channels, height, width], all of the first draw first, and each one's sigma [draws * rows, 1, 1, 1]
     */
    public NDList of(ImageBatch batch, long step, NDManager manager) {
        float[] sigmas = new float[batch.rows()];
        SplittableRandom random = seed.random(Seed.Use.SIGMA, step);
        for (int row = 0; row < sigmas.length; row++) {
            sigmas[row] = levels.draw(random);
        }
        NDArray sigmaRows = repeated(manager.create(sigmas, new Shape(sigmas.length, 1, 1, 1)));
        return new NDList(noisy(repeated(batch.images(manager)), sigmaRows, Seed.Use.NOISE, step), sigmaRows);
    }

    /**
     * Draws once for held-out images.
     *
     * @param batchIndex fixes what is drawn
     * @return the noisy images, and each one's sigma
     */
    NDList heldOut(ImageBatch batch, double sigma, int batchIndex, NDManager manager) {
        NDArray sigmaRows = manager.full(new Shape(batch.rows(), 1, 1, 1), (float) sigma);
        return new NDList(noisy(batch.images(manager), sigmaRows, Seed.Use.HELD_OUT, batchIndex), sigmaRows);
    }

    private NDArray noisy(NDArray images, NDArray sigmaRows, Seed.Use use, long step) {
        PyTorchRuntime.engine().setRandomSeed(seed.engineSeed(use, step));
        NDArray noise = images.getManager().randomNormal(images.getShape());
        return noise.muli(sigmaRows).addi(images);
    }

    /** {@return the rows once for each draw, one draw after the other} */
    NDArray repeated(NDArray rows) {
        return draws == 1 ? rows : NDArrays.concat(new NDList(Collections.nCopies(draws, rows)));
    }

    /** {@return the noise levels under which held-out images are looked at: those of the papers that are trained for, or else the greatest} */
    double[] measuredSigmas() {
        double[] within = Arrays.stream(MEASURED_SIGMAS).filter(levels::spans).toArray();
        return within.length > 0 ? within : new double[] {levels.max()};
    }
}
