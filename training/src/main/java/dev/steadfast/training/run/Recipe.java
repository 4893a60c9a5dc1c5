package dev.steadfast.training.run;

import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.datasets.DataDigest;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.objectives.LogitPerturbation;
import dev.steadfast.training.objectives.TeachingClassifier;
import dev.steadfast.training.optimisation.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Everything that fixes a run's result, as words: data, networks by their SHA-256, objective, schedule, seed; and which code trained. Two runs of one
 * recipe, on one machine, give the same weights.
 *
 * @param values by name, in the order in which people would read them
 */
public record Recipe(Map<String, String> values) {
    /** Images whose pixels tell the data apart from others of the same labels. */
    private static final int MOST_SAMPLES = 64;

    /** Says which code it was, and keeps no run from going on with other code. */
    private static final String MADE_WITH = "made-with";

    /** Copies the map, keeping its order. */
    public Recipe {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * Reads the recipe of a run.
     *
     * @param folder the run's folder; it may be finished or not
     * @throws TrainingException if the folder holds no run
     */
    public static Recipe read(Path folder) {
        Checkpoint checkpoint = new Checkpoint(folder.resolve(Checkpoint.FILE_NAME));
        if (!checkpoint.exists()) {
            throw new TrainingException(
                    folder + " must be the folder of a training run, but has no " + Checkpoint.FILE_NAME);
        }
        return checkpoint.recipe();
    }

    /** {@return the recipe of a run} */
    static Recipe of(TrainingPlan plan, Goal goal, LabelledImages data) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("data", words(data));
        values.put("network", named(plan.network()) + (plan.initialise() ? ", weights drawn" : ""));
        plan.weightsFrom().ifPresent(file -> values.put("weights-from", named(file)));
        values.put("goal", words(goal));
        values.put("optimiser", plan.optimiser().toString());
        values.put("schedule", plan.schedule().toString());
        values.put("epochs", String.valueOf(plan.epochs()));
        values.put("batch", String.valueOf(plan.batch()));
        values.put("clip", String.valueOf(plan.clip()));
        values.put("average", String.valueOf(plan.averageDecay()));
        values.put("augmentation", plan.augmentation().toString());
        values.put("held-out", String.valueOf(plan.heldOut()));
        values.put("measure-every", String.valueOf(plan.measureEvery()));
        values.put("seed", String.valueOf(plan.seed()));
        values.put(MADE_WITH, plan.madeWith());
        return new Recipe(values);
    }

    private static String words(LabelledImages data) {
        int[] samples = IntStream.range(0, MOST_SAMPLES)
                .map(i -> (int) ((long) i * data.size() / MOST_SAMPLES))
                .distinct()
                .toArray();
        return "%s, %d images of %d x %d x %d, %s (SHA-256 of shape, labels and %d images %s)"
                .formatted(
                        data.name(),
                        data.size(),
                        data.channels(),
                        data.height(),
                        data.width(),
                        data.classes().isEmpty()
                                ? "without labels"
                                : data.classes().size() + " classes",
                        samples.length,
                        DataDigest.of(data, samples));
    }

    private static String words(Goal goal) {
        if (goal instanceof Goal.Denoiser denoiser) {
            return denoiser.weights() + ", sigma " + denoiser.sigma() + ", " + denoiser.draws() + " draws, classifiers "
                    + denoiser.classifiers().stream()
                            .map(classifier -> named(classifier))
                            .toList()
                    + (denoiser.logitPerturbation().equals(LogitPerturbation.NONE)
                            ? ""
                            : ", " + denoiser.logitPerturbation())
                    + denoiser.measuredWith()
                            .map(classifier -> ", measured with " + named(classifier))
                            .orElse("");
        }
        return goal.toString();
    }

    private static String named(TeachingClassifier classifier) {
        return named(classifier.file())
                + (classifier.values().equals(PixelValues.AS_THEY_ARE) ? "" : " given " + classifier.values());
    }

    private static String named(Path file) {
        try {
            return file.getFileName() + " (SHA-256 " + Sha256.of(file) + ")";
        } catch (IOException e) {
            throw new TrainingException(file + " cannot be read: " + e, e);
        }
    }

    /** @throws TrainingException naming the first difference, if the recipes differ */
    void requireSame(Recipe begun, Object where) {
        for (String name : values.keySet()) {
            requireSame(name, values.get(name), begun.values.get(name), where);
        }
        for (String name : begun.values.keySet()) {
            requireSame(name, values.get(name), begun.values.get(name), where);
        }
    }

    private static void requireSame(
            String name,
            @org.jspecify.annotations.Nullable String asked,
            @org.jspecify.annotations.Nullable String begun,
            Object where) {
        if (!Objects.equals(asked, begun) && !name.equals(MADE_WITH)) {
            throw new TrainingException(where + " holds a run with " + name + " " + begun + ", but " + asked
                    + " is asked for: go on with the same recipe, or choose another folder");
        }
    }
}
