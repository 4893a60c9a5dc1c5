package dev.steadfast.training.run;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import dev.steadfast.datasets.DatasetException;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.models.PyTorchRuntime;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.Batches;
import dev.steadfast.training.data.BatchesAhead;
import dev.steadfast.training.data.HeldOutSplit;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.data.Seed;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.objectives.Objective;
import dev.steadfast.training.optimisation.TrainingPlan;
import dev.steadfast.training.run.Checkpoint.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loop: batches, loss, gradients, step; now and then a measurement, a line in the log, a checkpoint.
 *
 * <p>A run that finds a checkpoint in its folder goes on from it.
 *
 * <p>Threading notes: {@link #run} is called once, by one thread; {@link #stop} by any.
 */
public final class TrainingRun implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(TrainingRun.class);

    private final TrainingPlan plan;
    private final Recipe recipe;
    private final Path folder;
    private final Objective objective;
    private final Batches batches;
    private final long steps;
    private final HeldOutMeasurement heldOut;
    private final ComputeDevice device;
    private final Consumer<TrainingProgress> listener;
    private final AtomicBoolean stopped = new AtomicBoolean();

    private TrainingRun(
            TrainingPlan plan,
            Recipe recipe,
            Path folder,
            Objective objective,
            Batches batches,
            HeldOutMeasurement heldOut,
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
     * @throws TrainingException if there is no such device, or a network cannot be loaded, or does not fit the data
     * @throws DatasetException if images cannot be read; all of them are named
     */
    public static TrainingRun prepare(
            TrainingPlan plan,
            Goal goal,
            LabelledImages data,
            Path folder,
            String deviceName,
            Consumer<TrainingProgress> listener) {
        ComputeDevice device = device(deviceName);
        Seed seed = new Seed(plan.seed());
        HeldOutSplit split = HeldOutSplit.of(data.size(), plan.heldOut());
        Batches batches = new Batches(data, split.training(), plan.batch(), plan.augmentation(), seed);
        Recipe recipe;
        List<ImageBatch> heldOut;
        try {
            recipe = Recipe.of(plan, goal, data);
            heldOut = split.batches(data, plan.batch());
        } catch (DatasetException e) {
            batches.requireReadable(); // where one cannot be read, perhaps others cannot
            throw e;
        }
        Objective objective = Objective.of(goal, plan, data, device);
        HeldOutMeasurement measurement = new HeldOutMeasurement(objective, heldOut);
        return new TrainingRun(plan, recipe, folder, objective, batches, measurement, device, listener);
    }

    private static ComputeDevice device(String name) {
        try {
            return ComputeDevice.named(name);
        } catch (IllegalArgumentException e) {
            throw new TrainingException(String.valueOf(e.getMessage()), e);
        }
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
        // Profiled graphs round differently in their first passes; a run that goes on must not differ from one that did
        // not stop.
        JniUtils.setGraphExecutorOptimize(false);
        JniUtils.setGradMode(false); // of this thread; DJL does it for the one that loaded the engine
        PyTorchRuntime.spreadOverCores();
        warnOfWrongGradients();
        try (RunFolder files = RunFolder.open(folder)) {
            boolean resumes = files.checkpoint().exists();
            if (resumes) {
                recipe.requireSame(files.checkpoint().recipe(), folder);
                if (files.checkpoint().progress().steps() >= steps
                        && files.finished().isPresent()) {
                    return files.finished();
                }
            }
            if (!resumes) {
                files.requireNoNetwork();
                batches.requireReadable();
            }
            try (Trainee trainee = resumes ? Trainee.resumed(plan, files, device) : Trainee.begun(plan, files, device);
                    BatchesAhead ahead = new BatchesAhead(batches)) {
                return train(trainee, ahead, files);
            }
        }
    }

    /** An image that was there when the run began: without it, it is another run. */
    private String advice(Exception failure) {
        return failure instanceof DatasetException
                ? "%nPut it right and give the same command to go on; or train on without it, in another folder: --continue-from %s"
                        .formatted(folder.resolve(Checkpoint.FILE_NAME))
                : "";
    }

    private void warnOfWrongGradients() {
        if (device.isCpu() && !ConvolutionCheck.passes()) {
            LOGGER.atWarn()
                    .setMessage(
                            "PyTorch's float32 convolutions give wrong gradients on this machine. Networks that compute in bfloat16, as those of"
                                    + " Steadfast do, have not been seen to suffer; for others set ONEDNN_MAX_CPU_ISA=SSE41 in the environment, which"
                                    + " is slower and right, or train elsewhere")
                    .addKeyValue("hardware", device.hardware())
                    .log();
        }
    }

    private Optional<Path> train(Trainee trainee, BatchesAhead ahead, RunFolder files) {
        Checkpoint checkpoint = files.checkpoint();
        Progress progress = checkpoint.exists() ? checkpoint.progress() : Progress.NONE;
        files.log().keepUpTo(progress.steps());
        heldOut.requireFit(trainee);
        trainee.network().trainingMode();
        long measureSteps = Math.max(1, Math.round(plan.measureEvery() * batches.stepsPerEpoch()));
        Stopwatch watch = new Stopwatch(progress.steps());
        CheckpointPace pace = new CheckpointPace(plan.checkpointEvery(), System::nanoTime);
        boolean saved = false;
        while (progress.steps() < steps && !stopped.get()) {
            double rate = plan.schedule().rate((progress.steps() + 0.5) / batches.stepsPerEpoch(), plan.epochs());
            double loss;
            try {
                loss = gradients(trainee, ahead, progress.steps());
            } catch (EngineException | DatasetException e) { // the weights are as the last step left them
                save(trainee, checkpoint, progress);
                throw new TrainingException(
                        "step %d failed: %s%s".formatted(progress.steps(), e.getMessage(), advice(e)), e);
            }
            requireFinite("the loss of step " + progress.steps(), loss, checkpoint);
            double norm = trainee.weights().update(progress.steps(), rate, plan.clip());
            requireFinite("the norm of the gradients of step " + progress.steps(), norm, checkpoint);
            progress = progress.after(loss);
            boolean measured = progress.steps() % measureSteps == 0 || progress.steps() == steps;
            TrainingProgress shown = new TrainingProgress(
                    progress.steps(),
                    steps,
                    (double) progress.steps() / batches.stepsPerEpoch(),
                    progress.losses() / progress.lossSteps(),
                    rate,
                    watch.stepsPerSecond(progress.steps()) * plan.batch(),
                    measured ? heldOut.of(trainee) : Map.of());
            listener.accept(shown);
            if (measured) {
                files.measured(shown);
                progress = progress.measured();
            }
            saved = pace.due();
            if (saved) {
                Progress done = progress;
                pace.write(() -> save(trainee, checkpoint, done));
            }
        }
        if (!saved) {
            save(trainee, checkpoint, progress);
        }
        if (progress.steps() < steps) {
            return Optional.empty();
        }
        trainee.network().evaluationMode();
        Path[] finished = new Path[1];
        trainee.weights().withAverages(() -> finished[0] = files.finish(trainee.network()));
        return Optional.of(finished[0]);
    }

    /** Counts the steps of this process alone: those before an interruption took their time elsewhere. */
    private record Stopwatch(long firstStep, long begun) {
        Stopwatch(long firstStep) {
            this(firstStep, System.nanoTime());
        }

        double stepsPerSecond(long steps) {
            return (steps - firstStep) * 1e9 / (System.nanoTime() - begun);
        }
    }

    /** Leaves gradients at the weights. {@return the loss} */
    private double gradients(Trainee trainee, BatchesAhead ahead, long step) {
        trainee.weights().zeroGradients();
        Engine engine = PyTorchRuntime.engine();
        engine.setRandomSeed(new Seed(plan.seed()).engineSeed(Seed.Use.NETWORK, step)); // for dropout and the like
        double loss;
        try (NDManager scope = trainee.newScope();
                GradientCollector gradients = engine.newGradientCollector()) {
            NDArray value = objective.loss(trainee.network(), ahead.batch(step), step, scope);
            gradients.backward(value);
            loss = value.getFloat();
        }
        return loss;
    }

    private static void requireFinite(String what, double value, Checkpoint checkpoint) {
        if (!Double.isFinite(value)) {
            throw diverged(what + " is " + value, checkpoint);
        }
    }

    private void save(Trainee trainee, Checkpoint checkpoint, Progress progress) {
        if (!trainee.weights().finite()) {
            throw diverged("after step " + progress.steps() + " a weight is no longer a finite number", checkpoint);
        }
        trainee.save(recipe, progress, checkpoint);
    }

    private static TrainingException diverged(String found, Checkpoint checkpoint) {
        String advice = "try a lower learning rate, or a limit on the gradient's norm";
        return new TrainingException(
                checkpoint.exists()
                        ? "%s. The run diverged: %s. %s holds the state after step %d; another run may begin with its weights (--continue-from)"
                                .formatted(
                                        found,
                                        advice,
                                        checkpoint,
                                        checkpoint.progress().steps())
                        : found + ". The run diverged: " + advice);
    }

    /** Frees the objective's networks. */
    @Override
    public void close() {
        objective.close();
    }
}
