package dev.steadfast.training.run;

import ai.djl.ndarray.NDManager;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.Seed;
import dev.steadfast.training.optimisation.Network;
import dev.steadfast.training.optimisation.TrainingPlan;
import dev.steadfast.training.optimisation.Weights;
import dev.steadfast.training.run.Checkpoint.Progress;
import java.nio.file.Path;

/**
 * What training changes, and what a checkpoint holds of it: a network, what the optimiser remembers, and the averaged weights.
 *
 * <p>Threading notes: for one thread.
 */
final class Trainee implements AutoCloseable {
    private final Network network;
    private final Weights weights;
    private final NDManager manager;

    /** @param network freed with this, or at once if there is no memory for what training needs beside it */
    private Trainee(Network network, TrainingPlan plan, ComputeDevice device) {
        this.network = network;
        this.manager = PyTorchRuntime.engine().newBaseManager(device.djl());
        try {
            this.weights = new Weights(network.weights(), plan.optimiser(), plan.averageDecay(), manager);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** {@return the plan's network, at the beginning of a run} */
    static Trainee begun(TrainingPlan plan, RunFolder files, ComputeDevice device) {
        Network network = files.begun(plan.network(), device);
        try {
            if (plan.initialise()) {
                PyTorchRuntime.engine().setRandomSeed(new Seed(plan.seed()).engineSeed(Seed.Use.INITIAL_WEIGHTS, 0));
                network.initialise();
            }
            plan.weightsFrom().ifPresent(file -> adopt(network, file, files, device));
        } catch (RuntimeException e) {
            network.close();
            throw e;
        }
        return new Trainee(network, plan, device);
    }

    private static void adopt(Network network, Path file, RunFolder files, ComputeDevice device) {
        try (Network trained = files.begun(file, device)) {
            if (network.adopt(trained) == 0) {
                throw new TrainingException(
                        file + " must have weights of the same name and shape as " + network + ", but has none");
            }
        }
    }

    /** {@return the state that the folder's checkpoint holds} */
    static Trainee resumed(TrainingPlan plan, RunFolder files, ComputeDevice device) {
        Trainee trainee = new Trainee(files.resumed(device), plan, device);
        try {
            files.checkpoint().restore(trainee.weights.remembered(), trainee.manager);
            return trainee;
        } catch (RuntimeException e) {
            trainee.close();
            throw e;
        }
    }

    Network network() {
        return network;
    }

    Weights weights() {
        return weights;
    }

    /** {@return a manager of the device's memory for what does not outlive it} */
    NDManager newScope() {
        return manager.newSubManager();
    }

    /** Writes the state. It must be that between two steps. */
    void save(Recipe recipe, Progress progress, Checkpoint checkpoint) {
        checkpoint.write(recipe, progress, network, weights.remembered());
    }

    @Override
    public void close() {
        manager.close();
        network.close();
    }
}
