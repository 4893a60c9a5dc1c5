package dev.steadfast.training;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a network is trained, whatever for.
 *
 * @param network the TorchScript file to begin with
 * @param initialise whether its weights are drawn anew
 * @param optimiser the rule for a step
 * @param schedule the learning rate
 * @param steps the run's length
 * @param batch images in a step
 * @param clip the greatest L2 norm of a step's gradient, 0 for no limit
 * @param averageDecay of the exponential average of the weights, 0 for none
 * @param seed of everything random
 * @param measureEvery steps between two measurements on held-out images
 * @param checkpointEvery the most work that a power failure can cost
 */
record TrainingPlan(
        Path network,
        boolean initialise,
        Optimiser optimiser,
        Schedule schedule,
        long steps,
        int batch,
        double clip,
        double averageDecay,
        Seed seed,
        long measureEvery,
        Duration checkpointEvery) {}
