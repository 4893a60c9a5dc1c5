package dev.steadfast.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.PyTorchRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The loop: batches, loss, gradients, step; now and then a measurement, a line in the log, a checkpoint.
 *
 * <p>The folder of a run holds {@code checkpoint.zip}, {@code log.tsv}, and at the end {@code network.pt}. A run that finds a
 * checkpoint goes on from it.
 *
 * <p>Threading notes: {@link #run} is called once, by one thread; {@link #stop} by any.
 */
public final class TrainingRun implements AutoCloseable {
    private static final String CHECKPOINT = "checkpoint.zip";
    private static final String LOG = "log.tsv";
    private static final String NETWORK = "network.pt";

    private final TrainingPlan plan;
    private final Recipe recipe;
    private final Path folder;
    private final Objective objective;
    private final Batches batches;
    private final long steps;
    private final List<ImageBatch> heldOut;
    private final ComputeDevice device;
    private final Consumer<TrainingProgress> listener;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private TrainingRun(
            TrainingPlan plan,
            Recipe recipe,
            Path folder,
            Objective objective,
            Batches batches,
            List<ImageBatch> heldOut,
            ComputeDevice device,
            Consumer<TrainingProgress> listener) {
        this.plan = plan;
        this.recipe = recipe;
        this.folder = folder;
        this.objective = objective;
        this.batches = batches;
        this.steps = Math.max(1, Math.round(plan.epochs() * batches.stepsPerEpoch()));
        this.heldOut = heldOut;
        this.device = device;
        this.listener = listener;
    }

    /**
     * Prepares a run: loads the classifiers of a denoiser's goal, and sets held-out images apart.
     *
     * @param data the training split
     * @param folder where the run's files are, made if need be
     * @param deviceName {@code cpu}, {@code cuda:0} and so on, or {@code auto}
     * @param listener told after every step, by the thread that calls {@link #run}
     * @throws TrainingException if a network cannot be loaded, or does not fit the data
     * @throws IllegalArgumentException if there is no such device
     */
    public static TrainingRun prepare(
            TrainingPlan plan,
            Goal goal,
            LabelledImages data,
            Path folder,
            String deviceName,
            Consumer<TrainingProgress> listener) {
        ComputeDevice device = ComputeDevice.named(deviceName);
        Seed seed = new Seed(plan.seed());
        HeldOutSplit split = HeldOutSplit.of(data.size(), plan.heldOut());
        Batches batches = new Batches(data, split.training(), plan.batch(), plan.augmentation(), seed);
        Recipe recipe = Recipe.of(plan, goal, data);
        List<ImageBatch> heldOut = split.batches(data, plan.batch());
        Objective objective = Objective.of(goal, plan, data, device);
        return new TrainingRun(plan, recipe, folder, objective, batches, heldOut, device, listener);
    }

    /** {@return what fixes the result} */
    public Recipe recipe() {
        return recipe;
    }

    /** Lets the step under way end, and {@link #run} write a checkpoint and return. */
    public void stop() {
        stopped.set(true);
    }

    /**
     * Trains from the beginning, or from the folder's checkpoint.
     *
     * @return the finished network's file, or empty if the run was stopped
     * @throws TrainingException if the folder holds a run of another recipe, the loss is no longer a finite number, or a file
     *     cannot be read or written
     */
    public Optional<Path> run() {
        // Profiled graphs round differently in their first passes, and a run that goes on must not differ from one that
        // was
        // never interrupted.
        JniUtils.setGraphExecutorOptimize(false);
        makeFolder();
        Checkpoint checkpoint = new Checkpoint(folder.resolve(CHECKPOINT));
        Path begin = plan.network();
        if (checkpoint.exists()) {
            recipe.requireSame(checkpoint.recipe(), folder);
            begin = folder.resolve("resumed.pt");
            checkpoint.extractNetwork(begin);
        }
        try (Network network = Network.trainable(begin, device);
                NDManager manager = PyTorchRuntime.engine().newBaseManager(device.djl())) {
            if (!checkpoint.exists() && plan.initialise()) {
                PyTorchRuntime.engine().setRandomSeed(new Seed(plan.seed()).engineSeed(Seed.Use.INITIAL_WEIGHTS, 0));
                network.initialise();
            }
            Weights weights = new Weights(network.weights(), plan.optimiser(), plan.averageDecay(), manager);
            long first = 0;
            if (checkpoint.exists()) {
                first = checkpoint.steps();
                checkpoint.restore(weights.remembered(), manager);
            }
            return train(network, weights, manager, checkpoint, first);
        }
    }

    private void makeFolder() {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new TrainingException(folder + " cannot be made: " + e, e);
        }
    }

    private Optional<Path> train(
            Network network, Weights weights, NDManager manager, Checkpoint checkpoint, long first) {
        TrainingLog log = new TrainingLog(folder.resolve(LOG));
        log.keepUpTo(first);
        network.trainingMode();
        long begun = System.nanoTime();
        long lastCheckpoint = begun;
        double lossSum = 0;
        long lossSteps = 0;
        long step = first;
        long measureSteps = Math.max(1, Math.round(plan.measureEvery() * batches.stepsPerEpoch()));
        while (step < steps && !stopped.get()) {
            double rate = plan.schedule().rate((step + 0.5) / batches.stepsPerEpoch(), plan.epochs());
            double loss = step(network, weights, manager, step, rate);
            requireFinite(loss, step, checkpoint);
            step++;
            lossSum += loss;
            lossSteps++;
            boolean measured = step % measureSteps == 0 || step == steps;
            double seconds = (System.nanoTime() - begun) / 1e9;
            TrainingProgress progress = new TrainingProgress(
                    step,
                    steps,
                    (double) step / batches.stepsPerEpoch(),
                    lossSum / lossSteps,
                    rate,
                    (step - first) * (double) plan.batch() / seconds,
                    measured ? measure(network, weights, manager) : Map.of());
            listener.accept(progress);
            if (measured) {
                log.add(progress);
                lossSum = 0;
                lossSteps = 0;
            }
            if (System.nanoTime() - lastCheckpoint > plan.checkpointEvery().toNanos()) {
                save(network, weights, checkpoint, step);
                lastCheckpoint = System.nanoTime();
            }
        }
        save(network, weights, checkpoint, step);
        if (step < steps) {
            return Optional.empty();
        }
        Path finished = folder.resolve(NETWORK);
        network.evaluationMode();
        weights.withAverages(() -> WholeFile.write(finished, network::write));
        return Optional.of(finished);
    }

    /** {@return the loss; where it or its gradient is not finite, the weights are as they were} */
    private double step(Network network, Weights weights, NDManager manager, long step, double rate) {
        weights.zeroGradients();
        Engine engine = PyTorchRuntime.engine();
        double loss;
        try (NDManager scope = manager.newSubManager();
                GradientCollector gradients = engine.newGradientCollector()) {
            NDArray value = objective.loss(network, batches.batch(step), step, scope);
            gradients.backward(value);
            loss = value.getFloat();
        }
        if (!Double.isFinite(loss)) {
            return loss;
        }
        double norm = weights.update(step, rate, plan.clip());
        return Double.isFinite(norm) ? loss : norm;
    }

    private void requireFinite(double loss, long step, Checkpoint checkpoint) {
        if (!Double.isFinite(loss)) {
            throw new TrainingException("the loss of step " + step + " is " + loss + ": the run diverged. "
                    + (checkpoint.exists()
                            ? folder.resolve(CHECKPOINT) + " holds the state after step " + checkpoint.steps() + ". "
                            : "")
                    + "Try a lower learning rate, or a limit on the gradient's norm");
        }
    }

    private void save(Network network, Weights weights, Checkpoint checkpoint, long steps) {
        if (weights.finite()) {
            checkpoint.write(recipe, steps, network, weights.remembered());
        }
    }

    private Map<String, Double> measure(Network network, Weights weights, NDManager manager) {
        Map<String, Double> sums = new LinkedHashMap<>();
        network.evaluationMode();
        weights.withAverages(() -> {
            for (int i = 0; i < heldOut.size(); i++) {
                try (NDManager scope = manager.newSubManager()) {
                    objective
                            .measure(network, heldOut.get(i), i, scope)
                            .forEach((name, sum) -> sums.merge(name, sum, Double::sum));
                }
            }
        });
        network.trainingMode();
        int images = heldOut.stream().mapToInt(ImageBatch::rows).sum();
        sums.replaceAll((name, sum) -> sum / images);
        return sums;
    }

    /** Frees the objective's networks. */
    @Override
    public void close() {
        objective.close();
    }
}
