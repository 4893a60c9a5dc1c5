package dev.steadfast.training.objectives;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Losses, each a mean over the rows of a batch. Logits are float32 [rows, classes].
 *
 * <p>No operation that gradients flow through takes a Java number: the array that DJL makes of one lives in a Java buffer, {@code backward}
 * reads it again, and by then the garbage collector may have freed it. Such steps had gradients of any size. {@link #times} and {@link
 * #probable} take constants that are the engine's own.
 */
public final class Losses {
    /** Keeps logarithms of probabilities finite. */
    private static final float LEAST_PROBABILITY = 1e-12f;

    private Losses() {}

    /** {@return the cross-entropy of the predicted probabilities to the targets, float32 [rows, classes]} */
    public static NDArray crossEntropy(NDArray logits, NDArray targets) {
        return logits.logSoftmax(1).mul(targets).sum(new int[] {1}).mean().neg();
    }

    /**
     * The cross-entropy of answers to draws of noise, and as much as is asked for of {@link #inconsistency} and {@link #entropy}.
     *
     * @param logits of shape [draws * images, classes], all images of the first draw first
     * @param targets of the same shape
     */
    static NDArray answers(NDArray logits, NDArray targets, int draws, Agreement agreement) {
        NDArray loss = crossEntropy(logits, targets);
        if (agreement.consistency() > 0) {
            loss = loss.add(times(inconsistency(logits, draws), agreement.consistency()));
        }
        if (agreement.entropy() > 0) {
            loss = loss.add(times(entropy(logits, draws), agreement.entropy()));
        }
        return loss;
    }

    /**
     * How much the answers to several draws of noise on one image differ: the Kullback-Leibler divergence of each draw's
     * probabilities from their mean (Jeong and Shin 2020, equation 8).
     *
     * @param logits of shape [draws * images, classes], all images of the first draw first
     */
    static NDArray inconsistency(NDArray logits, int draws) {
        NDArray logProbabilities = byDraw(logits.logSoftmax(1), draws);
        NDArray mean = logProbabilities.exp().mean(new int[] {0});
        NDArray logMean = probable(mean).log();
        return mean.mul(logMean.sub(logProbabilities)).sum(new int[] {2}).mean();
    }

    /**
     * The entropy of the mean of the draws' probabilities (equation 8, the second term).
     *
     * @param logits as for {@link #inconsistency}
     */
    static NDArray entropy(NDArray logits, int draws) {
        NDArray mean = byDraw(logits.softmax(1), draws).mean(new int[] {0});
        return mean.mul(probable(mean).log()).sum(new int[] {1}).mean().neg();
    }

    /**
     * The mean squared error of pixels, each row weighted.
     *
     * @param weights float32 [rows, 1, 1, 1]
     */
    static NDArray squaredError(NDArray images, NDArray wanted, NDArray weights) {
        return images.sub(wanted).square().mul(weights).mean();
    }

    /** {@return an array times a factor} */
    static NDArray times(NDArray array, double factor) {
        return array.mul(constant(array.getManager(), factor));
    }

    private static NDArray probable(NDArray probabilities) {
        return probabilities.maximum(constant(probabilities.getManager(), LEAST_PROBABILITY));
    }

    private static NDArray constant(NDManager manager, double value) {
        return manager.full(new Shape(), (float) value);
    }

    private static NDArray byDraw(NDArray rows, int draws) {
        long images = rows.getShape().get(0) / draws;
        return rows.reshape(new Shape(draws, images, rows.getShape().get(1)));
    }
}
