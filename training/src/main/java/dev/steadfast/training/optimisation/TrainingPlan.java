package dev.steadfast.training.optimisation;

import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.Augmentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a network is trained, whatever for.
 *
 * @param network the TorchScript file to begin with
 * @param initialise whether its weights are drawn anew, by its method {@code initialise()} where it has one
 * @param weightsFrom a trained network; whichever of its weights have the same name and shape replace those of {@code network}
 * @param optimiser the rule for a step
 * @param schedule the learning rate
 * @param epochs the run's length: how often each image is seen
 * @param batch images in a step
 * @param clip the greatest L2 norm of a step's gradient, 0 for no limit
 * @param averageDecay of the exponential average of the weights, 0 for none
 * @param augmentation of the training images
 * @param heldOut images of the training split that are kept for measurements
 * @param measureEvery epochs between two measurements
 * @param checkpointEvery the time between two checkpoints, zero for one after every step; empty for as many as take no more than a
 *     twentieth of the time
 * @param seed of everything random
 * @param madeWith the program and its version. It is noted in the recipe; a run may go on with another
 */
public record TrainingPlan(
        Path network,
        boolean initialise,
        Optional<Path> weightsFrom,
        Optimiser optimiser,
        Schedule schedule,
        double epochs,
        int batch,
        double clip,
        double averageDecay,
        Augmentation augmentation,
        int heldOut,
        double measureEvery,
        Optional<Duration> checkpointEvery,
        long seed,
        String madeWith) {

    /** @throws TrainingException if a value is out of its range */
    public TrainingPlan {
        require(epochs > 0 && Double.isFinite(epochs), "epochs", "above 0", epochs);
        require(batch >= 1, "batch", "at least 1", batch);
        require(clip >= 0 && Double.isFinite(clip), "clip", "0 or more", clip);
        require(averageDecay >= 0 && averageDecay < 1, "average", "from 0 to below 1", averageDecay);
        require(heldOut >= 1, "held-out", "at least 1", heldOut);
        require(measureEvery > 0, "measure-every", "above 0", measureEvery);
        checkpointEvery.ifPresent(every ->
                require(!every.isNegative(), "checkpoint-every", "0 seconds or more", every.toSeconds() + " seconds"));
    }

    static void require(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new TrainingException(name + " must be " + rule + ", but is " + value);
        }
    }
}
