package dev.steadfast.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.PixelValues;
import dev.steadfast.training.Patches;
import dev.steadfast.training.data.Augmentation;
import dev.steadfast.training.objectives.Agreement;
import dev.steadfast.training.objectives.DenoisingWeights;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.objectives.LogitPerturbation;
import dev.steadfast.training.objectives.NoiseLevels;
import dev.steadfast.training.objectives.TeachingClassifier;
import dev.steadfast.training.optimisation.Muon;
import dev.steadfast.training.optimisation.Optimiser;
import dev.steadfast.training.optimisation.Schedule;
import dev.steadfast.training.optimisation.TrainingPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Small runs on {@link Patches}. */
public final class Runs {
    static final int IMAGES = 240;
    static final int HELD_OUT = 48;
    static final int BATCH = 16;
    static final int STEPS_PER_EPOCH = (IMAGES - HELD_OUT) / BATCH;

    private Runs() {}

    public static Path network(String name) {
        return Path.of("src/test/resources/torchscript", name + ".pt");
    }

    static TrainingPlan plan(String network, double rate, double epochs) {
        return plan(network(network), rate, epochs);
    }

    /** {@return a plan that begins with the weights that are in the file} */
    static TrainingPlan planThatGoesOnFrom(Path file, double rate, double epochs) {
        TrainingPlan drawn = plan(file, rate, epochs);
        return new TrainingPlan(
                drawn.network(),
                false,
                drawn.weightsFrom(),
                drawn.optimiser(),
                drawn.schedule(),
                drawn.epochs(),
                drawn.batch(),
                drawn.clip(),
                drawn.averageDecay(),
                drawn.augmentation(),
                drawn.heldOut(),
                drawn.measureEvery(),
                drawn.checkpointEvery(),
                drawn.seed(),
                drawn.madeWith());
    }

    static TrainingPlan plan(Path network, double rate, double epochs) {
        return plan(network, Optional.empty(), new Optimiser.Adam(0), rate, epochs, 1, 7);
    }

    /** {@return a plan that begins with weights of another network where they have the same name and shape} */
    static TrainingPlan planWithWeightsFrom(Path trained, Path network, double rate, double epochs) {
        return plan(network, Optional.of(trained), new Optimiser.Adam(0), rate, epochs, 1, 7);
    }

    /** {@return a plan that nothing keeps from diverging, with a checkpoint after each step} */
    static TrainingPlan unlimitedPlan(String network, double rate, double epochs) {
        return plan(network(network), Optional.empty(), new Optimiser.Sgd(0.9f, 0), rate, epochs, 0, 7);
    }

    static TrainingPlan planWithSeed(String network, double rate, double epochs, long seed) {
        return plan(network(network), Optional.empty(), new Optimiser.Adam(0), rate, epochs, 1, seed);
    }

    static TrainingPlan planWithMuon(String network, double rate, double epochs) {
        return plan(network(network), Optional.empty(), new Muon(0.95f, 0.01f), rate, epochs, 1, 7);
    }

    private static TrainingPlan plan(
            Path network,
            Optional<Path> weightsFrom,
            Optimiser optimiser,
            double rate,
            double epochs,
            double clip,
            long seed) {
        boolean limited = clip > 0;
        return new TrainingPlan(
                network,
                true,
                weightsFrom,
                optimiser,
                new Schedule.OneCycle(rate, 0.2),
                epochs,
                BATCH,
                clip,
                limited ? 0.9 : 0,
                new Augmentation(true, 1),
                HELD_OUT,
                1,
                Optional.of(limited ? Duration.ofHours(1) : Duration.ZERO),
                seed,
                "a test");
    }

    static Goal.NoisyClassifier noisy(String sigma) {
        return new Goal.NoisyClassifier(0, NoiseLevels.parse(sigma), 2, new Agreement(1, 0.1));
    }

    static Goal.Denoiser squaredError(String sigma) {
        return new Goal.Denoiser(
                new DenoisingWeights(1, 0, false, Agreement.NONE),
                NoiseLevels.parse(sigma),
                1,
                List.of(),
                LogitPerturbation.NONE,
                Optional.empty());
    }

    static Goal.Denoiser stability(String sigma, Path... classifiers) {
        return stability(sigma, List.of(classifiers), LogitPerturbation.NONE, Optional.empty());
    }

    /** {@return the same, measured with another classifier than the one it learns from} */
    static Goal.Denoiser judged(String sigma, Path classifier, Path judge) {
        return stability(sigma, List.of(classifier), LogitPerturbation.NONE, Optional.of(judge));
    }

    /** {@return the same, of whose classifier the logits are perturbed} */
    static Goal.Denoiser perturbed(String sigma, Path classifier) {
        return stability(sigma, List.of(classifier), new LogitPerturbation(2.5, 1), Optional.empty());
    }

    private static Goal.Denoiser stability(
            String sigma, List<Path> classifiers, LogitPerturbation logitPerturbation, Optional<Path> judge) {
        return new Goal.Denoiser(
                new DenoisingWeights(0.5, 1, false, new Agreement(2, 0.1)),
                NoiseLevels.parse(sigma),
                2,
                classifiers.stream().map(Runs::teaching).toList(),
                logitPerturbation,
                judge.map(Runs::teaching));
    }

    static TeachingClassifier teaching(Path file) {
        return new TeachingClassifier(file, PixelValues.AS_THEY_ARE);
    }

    /** {@return the progress at each step} */
    static List<TrainingProgress> train(TrainingPlan plan, Goal goal, Path folder) {
        return train(plan, goal, Patches.of(IMAGES), folder);
    }

    static List<TrainingProgress> train(TrainingPlan plan, Goal goal, Patches patches, Path folder) {
        List<TrainingProgress> steps = new ArrayList<>();
        try (TrainingRun run = TrainingRun.prepare(plan, goal, patches, folder, "cpu", steps::add)) {
            run.run();
        }
        return steps;
    }

    /** Trains until a step, stops, and lets another run go on. */
    static Optional<Path> interrupted(TrainingPlan plan, Goal goal, Path folder, long lastStep) {
        TrainingRun[] first = new TrainingRun[1];
        Consumer<TrainingProgress> stopper = progress -> {
            if (progress.step() == lastStep) {
                first[0].stop();
            }
        };
        try (TrainingRun run = TrainingRun.prepare(plan, goal, Patches.of(IMAGES), folder, "cpu", stopper)) {
            first[0] = run;
            run.run();
        }
        List<TrainingProgress> second = new ArrayList<>();
        try (TrainingRun run = TrainingRun.prepare(plan, goal, Patches.of(IMAGES), folder, "cpu", second::add)) {
            Optional<Path> network = run.run();
            assertThat(second.get(0).step()).as("nothing is done again").isEqualTo(lastStep + 1);
            return network;
        }
    }

    static TrainingProgress last(List<TrainingProgress> steps) {
        return steps.get(steps.size() - 1);
    }
}
