package dev.steadfast.training.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.training.Patches;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.objectives.DenoisingWeights;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.optimisation.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does not begin with, and what it says then. */
class TrainingRefusalsTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldRefuseToGoOnWithAnotherRecipe() {
        Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder);

        assertThatThrownBy(() -> Runs.train(Runs.plan("TinyClassifier", 0.02, 2), new Goal.Classifier(0), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds a run with epochs 1.0, but 2.0 is asked for");
    }

    @Test
    void shouldRefuseAFolderInWhichAnotherRunIsUnderWay() {
        try (RunFolder open = RunFolder.open(folder)) {
            assertThatThrownBy(() -> Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder))
                    .isInstanceOf(TrainingException.class)
                    .hasMessage(open + " is in use: another process trains there");
        }
    }

    @Test
    void shouldRefuseAFrozenNetwork() {
        assertThatThrownBy(() -> Runs.train(Runs.plan("FrozenClassifier", 0.02, 1), new Goal.Classifier(0), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("FrozenClassifier.pt must have weights to train, but has none: was it frozen");
    }

    @Test
    void shouldRefuseAClassifierOfAnotherNumberOfClasses() {
        assertThatThrownBy(() -> Runs.train(
                        Runs.plan("TinyDenoiser", 0.02, 1),
                        Runs.stability("0.25", Runs.network("BlindDenoiser")),
                        folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("BlindDenoiser.pt must give float32 logits of shape (16, 3)");
    }

    @Test
    void shouldRefuseToTrainAClassifierOfAnotherNumberOfClasses() {
        assertThatThrownBy(() -> Runs.train(Runs.plan("Matrix", 0.02, 1), new Goal.Classifier(0), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("Matrix.pt must take float32 images of shape (16, 3, 8, 8), but failed");
        assertThatThrownBy(() -> Runs.train(Runs.plan("BlindDenoiser", 0.02, 1), new Goal.Classifier(0), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("BlindDenoiser.pt must give float32 logits of shape (16, 3), for 3 classes");
    }

    @Test
    void shouldSayWhyADenoiserFails() {
        assertThatThrownBy(() -> Runs.train(Runs.plan("FourfoldDenoiser", 0.02, 1), Runs.squaredError("0.25"), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("FourfoldDenoiser.pt must take float32 images of shape (16, 3, 8, 8)")
                .hasMessageContaining("height must be a multiple of 16");
    }

    @Test
    void shouldRefuseToGoOnWithOtherData() {
        TrainingPlan plan = Runs.plan("TinyClassifier", 0.02, 1);
        Runs.train(plan, new Goal.Classifier(0), folder);

        try (TrainingRun run = TrainingRun.prepare(
                plan,
                new Goal.Classifier(0),
                new Patches(Runs.IMAGES, List.of("a", "b", "c")),
                folder,
                "cpu",
                p -> {})) {
            assertThatThrownBy(run::run)
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("holds a run with data");
        }
    }

    @Test
    void shouldRefuseAModuleWithOtherArguments() {
        assertThatThrownBy(() -> Runs.train(
                        Runs.plan("TinyDenoiser", 0.02, 1), Runs.stability("0.25", Runs.network("Pair")), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("Pair.pt must take float32 images of shape (16, 3, 8, 8)");
        assertThatThrownBy(() -> Runs.train(Runs.plan("Pair", 0.02, 1), Runs.squaredError("0.25"), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("Pair.pt must take float32 images of shape (16, 3, 8, 8)");
    }

    @Test
    void shouldRefuseADenoiserThatGivesNoImages() {
        assertThatThrownBy(() -> Runs.train(Runs.plan("TinyClassifier", 0.02, 1), Runs.squaredError("0.25"), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("must return images of the shape it is given");
    }

    @Test
    void shouldRefuseAFileThatIsNoTorchScript() throws IOException {
        Path text = Files.writeString(folder.resolve("text.pt"), "no network");

        assertThatThrownBy(() -> Runs.train(
                        Runs.plan("TinyDenoiser", 0.02, 1), Runs.stability("0.25", text), folder.resolve("run")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("text.pt must be a TorchScript file");
    }

    @Test
    void shouldWantAClassifierForStability() {
        assertThatThrownBy(() -> Runs.stability("0.25"))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the objective needs a classifier");
    }

    @Test
    void shouldRefuseImagesWithoutLabelsWhereLabelsAreLearnt() {
        Patches unlabelled = Patches.unlabelled(Runs.IMAGES);

        assertThatThrownBy(() ->
                        Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), unlabelled, folder))
                .isInstanceOf(TrainingException.class)
                .hasMessage("patches has no labels, which a classifier is trained with");
        Goal.Denoiser stability = Runs.stability("0.25", Runs.network("TinyClassifier"));
        Goal.Denoiser classification = new Goal.Denoiser(
                new DenoisingWeights(0, 1, true, stability.weights().agreement()),
                stability.sigma(),
                stability.draws(),
                stability.classifiers(),
                stability.logitPerturbation(),
                stability.measuredWith());
        assertThatThrownBy(() -> Runs.train(Runs.plan("TinyDenoiser", 0.02, 1), classification, unlabelled, folder))
                .isInstanceOf(TrainingException.class)
                .hasMessage(
                        "patches has no labels: stability is the objective that needs none, classification needs them");
    }
}
