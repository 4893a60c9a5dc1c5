package dev.steadfast.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.bundles.WeightStorage;
import dev.steadfast.datasets.DatasetException;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.ComputeDevice;
import dev.steadfast.training.BreakingImages;
import dev.steadfast.training.Patches;
import dev.steadfast.training.Tensors;
import dev.steadfast.training.TrainingException;
import dev.steadfast.training.data.HeldOutSplit;
import dev.steadfast.training.data.ImageBatch;
import dev.steadfast.training.data.Seed;
import dev.steadfast.training.objectives.Agreement;
import dev.steadfast.training.objectives.Denoising;
import dev.steadfast.training.objectives.DenoisingWeights;
import dev.steadfast.training.objectives.Goal;
import dev.steadfast.training.objectives.LogitPerturbation;
import dev.steadfast.training.objectives.NoiseDraws;
import dev.steadfast.training.objectives.NoiseLevels;
import dev.steadfast.training.optimisation.Network;
import dev.steadfast.training.optimisation.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingRunTest {

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"TinyClassifier", "NormedClassifier"})
    void shouldTeachAClassifierWhatItDidNotKnow(String network) {
        List<TrainingProgress> steps = Runs.train(Runs.plan(network, 0.03, 20), new Goal.Classifier(0.1), folder);

        assertThat(accuracy(steps, "accuracy")).isGreaterThan(0.9);
        assertThat(Runs.last(steps).epoch()).isEqualTo(20);
    }

    @Test
    void shouldTeachAClassifierToSeeThroughNoise() {
        List<TrainingProgress> steps =
                Runs.train(Runs.plan("TinyClassifier", 0.03, 20), Runs.noisy("0.25*3,0.5..1.0"), folder);

        assertThat(accuracy(steps, "accuracy@0.25")).isGreaterThan(0.9);
        assertThat(accuracy(steps, "accuracy@1.0")).isGreaterThan(0.6);
    }

    @Test
    void shouldGoOnWithNoiseAndMuonAsIfNeverInterrupted() throws IOException {
        TrainingPlan plan = Runs.planWithMuon("NormedClassifier", 0.01, 2);
        Goal goal = Runs.noisy("0.25,0.5..1.0");
        Runs.train(plan, goal, folder.resolve("whole"));

        Path resumed =
                Runs.interrupted(plan, goal, folder.resolve("resumed"), 5).orElseThrow();

        assertThat(digest(resumed)).isEqualTo(digest(folder.resolve("whole/network.pt")));
    }

    @Test
    void shouldBeginWithAnotherNetworksWeightsWhereTheyFit() throws IOException {
        Path classifier = Runs.interrupted(
                        Runs.plan("TinyClassifier", 0.03, 1), new Goal.Classifier(0), folder.resolve("tiny"), 3)
                .orElseThrow();
        TrainingPlan barely = Runs.planWithWeightsFrom(classifier, Runs.network("NormedClassifier"), 1e-12, 0.1);

        Runs.train(barely, new Goal.Classifier(0), folder.resolve("normed"));

        try (Network source = Network.fixed(classifier, ComputeDevice.named("cpu"));
                Network begun = Network.fixed(folder.resolve("normed/network.pt"), ComputeDevice.named("cpu"));
                Network drawn = Network.fixed(Runs.network("NormedClassifier"), ComputeDevice.named("cpu"))) {
            assertThat(begun.adopt(source)).isEqualTo(3);
            assertThat(begun.weights().get(0).toFloatArray())
                    .containsExactly(source.weights().get(0).toFloatArray())
                    .isNotEqualTo(drawn.weights().get(0).toFloatArray());
        }
    }

    @Test
    void shouldSayThatNoWeightsOfAnotherNetworkFit() {
        TrainingPlan plan =
                Runs.planWithWeightsFrom(Runs.network("TinyClassifier"), Runs.network("BlindDenoiser"), 0.02, 1);

        assertThatThrownBy(() -> Runs.train(plan, Runs.squaredError("0.25"), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("TinyClassifier.pt must have weights of the same name and shape as")
                .hasMessageContaining("BlindDenoiser.pt, but has none");
    }

    @Test
    void shouldMakeImagesLookLikeTheCleanOnes() {
        List<TrainingProgress> steps =
                Runs.train(Runs.plan("TinyDenoiser", 0.01, 40), Runs.squaredError("0.25"), folder);

        // The noise itself has a mean square of 0.0625.
        assertThat(Runs.last(steps).heldOut().get("mse@0.25")).isLessThan(0.0625 / 8);
    }

    @Test
    void shouldMakeAClassifierAnswerUnderNoiseAsItDoesWithout() throws IOException {
        Runs.train(Runs.plan("TinyClassifier", 0.03, 20), new Goal.Classifier(0), folder.resolve("classifier"));
        Path classifier = folder.resolve("classifier/network.pt");

        List<TrainingProgress> steps = Runs.train(
                Runs.plan("TinyDenoiser", 0.01, 40),
                Runs.stability("0.25..1.0", classifier),
                folder.resolve("denoiser"));

        TrainingProgress first = steps.get(Runs.STEPS_PER_EPOCH - 1);
        assertThat(accuracy(steps, "accuracy@1.0"))
                .isGreaterThan(accuracy(List.of(first), "accuracy@1.0") + 0.2)
                .isGreaterThan(0.6);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldAskForTheClassifiersOwnAnswersOrForTheLabels(boolean labels) {
        Path classifier = Runs.network("TinyClassifier"); // untrained: its answers are not the labels
        LabelledImages data = Patches.of(Runs.IMAGES);
        ImageBatch batch = HeldOutSplit.of(data.size(), 16).batches(data, 16).get(0);
        Seed seed = new Seed(7);
        NoiseLevels sigma = NoiseLevels.parse("0.25");
        Goal.Denoiser goal = new Goal.Denoiser(
                new DenoisingWeights(0, 1, labels, Agreement.NONE),
                sigma,
                1,
                List.of(Runs.teaching(classifier)),
                LogitPerturbation.NONE,
                Optional.empty());
        ComputeDevice cpu = ComputeDevice.named("cpu");
        try (Tensors tensors = new Tensors();
                Network denoiser = Network.fixed(Runs.network("BlindDenoiser"), cpu);
                Network answering = Network.fixed(classifier, cpu);
                Denoising objective = Denoising.load(goal, seed, data, cpu)) {
            NDArray noisy = new NoiseDraws(sigma, 1, seed)
                    .of(batch, 3, tensors.manager())
                    .get(0);
            NDArray logits = answering.infer(denoiser.infer(noisy));
            NDArray own = answering.infer(batch.images(tensors.manager())).argMax(1);
            long[] wanted =
                    labels ? Arrays.stream(batch.labels()).asLongStream().toArray() : own.toLongArray();

            float loss = objective.loss(denoiser, batch, 3, tensors.manager()).getFloat();

            assertThat((double) loss).isCloseTo(meanCrossEntropy(logits, wanted), within(1e-4));
        }
    }

    private static double meanCrossEntropy(NDArray logits, long[] wanted) {
        float[] logProbabilities = logits.logSoftmax(1).toFloatArray();
        int classes = logProbabilities.length / wanted.length;
        return -IntStream.range(0, wanted.length)
                .mapToDouble(row -> logProbabilities[row * classes + (int) wanted[row]])
                .average()
                .orElseThrow();
    }

    @Test
    void shouldKeepWhatWasDoneWhenTheDataFail() {
        TrainingPlan plan = Runs.plan("TinyClassifier", 0.02, 2);
        Goal goal = new Goal.Classifier(0);
        BreakingImages data = new BreakingImages(Patches.of(Runs.IMAGES));
        Consumer<TrainingProgress> breaking = progress -> data.setBroken(progress.step() >= 5);

        try (TrainingRun run = TrainingRun.prepare(plan, goal, data, folder, "cpu", breaking)) {
            assertThatThrownBy(run::run)
                    .isInstanceOf(TrainingException.class)
                    .as("the next batch may have been read already")
                    .hasMessageMatching("(?s)step [56] failed: the disk is gone.*")
                    .hasMessageContaining("go on; or train on without it, in another folder: --continue-from");
        }

        assertThat(new Checkpoint(folder.resolve(Checkpoint.FILE_NAME))
                        .progress()
                        .steps())
                .isBetween(5L, 6L);
    }

    @Test
    void shouldFindAnImageThatCannotBeReadBeforeTheFirstStep() {
        BreakingImages data = new BreakingImages(Patches.of(Runs.IMAGES));
        List<TrainingProgress> steps = new ArrayList<>();

        try (TrainingRun run = TrainingRun.prepare(
                Runs.plan("TinyClassifier", 0.02, 2), new Goal.Classifier(0), data, folder, "cpu", steps::add)) {
            data.setBroken(true);
            assertThatThrownBy(run::run).isInstanceOf(DatasetException.class);
        }

        assertThat(steps).isEmpty();
    }

    @Test
    void shouldNotReplaceTheNetworkOfARunWhoseCheckpointIsGone() throws IOException {
        Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder);
        Files.delete(folder.resolve("checkpoint.zip"));

        assertThatThrownBy(() -> Runs.train(Runs.plan("TinyClassifier", 0.03, 1), new Goal.Classifier(0), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("network.pt is there, without the checkpoint of the run that it is of");
        assertThat(folder.resolve("log.tsv")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TinyClassifier", "NormedClassifier", "DroppingClassifier"})
    void shouldGoOnFromACheckpointAsIfNeverInterrupted(String network) throws IOException {
        TrainingPlan plan = Runs.plan(network, 0.02, 3);
        Goal goal = new Goal.Classifier(0.1);
        Runs.train(plan, goal, folder.resolve("whole"));

        Path resumed =
                Runs.interrupted(plan, goal, folder.resolve("resumed"), 17).orElseThrow();

        assertThat(digest(resumed)).isEqualTo(digest(folder.resolve("whole/network.pt")));
        assertThat(withoutRates(folder.resolve("resumed/log.tsv")))
                .isEqualTo(withoutRates(folder.resolve("whole/log.tsv")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TinyDenoiser", "NormedDenoiser"})
    void shouldGoOnWithTheSameNoiseAndPerturbations(String network) throws IOException {
        TrainingPlan plan = Runs.plan(network, 0.01, 2);
        Goal goal = Runs.perturbed("0.1..1.0", Runs.network("TinyClassifier"));
        Runs.train(plan, goal, folder.resolve("whole"));

        Path resumed =
                Runs.interrupted(plan, goal, folder.resolve("resumed"), 5).orElseThrow();

        assertThat(digest(resumed)).isEqualTo(digest(folder.resolve("whole/network.pt")));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false"})
    void shouldAskOneSurrogateInEachStep(int steps, boolean onlyTheFirst) throws IOException {
        TrainingPlan plan = Runs.plan("TinyDenoiser", 0.01, (double) steps / Runs.STEPS_PER_EPOCH);
        Path first = Runs.network("TinyClassifier");
        Path second = Runs.network("NormedClassifier");

        Runs.train(plan, Runs.stability("0.25", first), folder.resolve("one"));
        Runs.train(plan, Runs.stability("0.25", first, second), folder.resolve("both"));

        assertThat(digest(folder.resolve("both/network.pt")).equals(digest(folder.resolve("one/network.pt"))))
                .isEqualTo(onlyTheFirst);
    }

    @Test
    void shouldLearnNothingFromTheClassifierItIsMeasuredWith() throws IOException {
        TrainingPlan plan = Runs.plan("TinyDenoiser", 0.01, 1);
        Path classifier = Runs.network("TinyClassifier");
        Runs.train(Runs.plan("TinyClassifier", 0.03, 20), new Goal.Classifier(0), folder.resolve("judge"));
        Path judge = folder.resolve("judge/network.pt");

        List<TrainingProgress> alone = Runs.train(plan, Runs.stability("0.25", classifier), folder.resolve("alone"));
        List<TrainingProgress> judged =
                Runs.train(plan, Runs.judged("0.25", classifier, judge), folder.resolve("judged"));

        assertThat(digest(folder.resolve("judged/network.pt"))).isEqualTo(digest(folder.resolve("alone/network.pt")));
        assertThat(accuracy(judged, "accuracy@0.25")).isNotEqualTo(accuracy(alone, "accuracy@0.25"));
    }

    @Test
    void shouldGiveOtherWeightsForAnotherSeed() throws IOException {
        TrainingPlan plan = Runs.plan("TinyClassifier", 0.02, 1);
        TrainingPlan other = Runs.planWithSeed("TinyClassifier", 0.02, 1, 8);

        Runs.train(plan, new Goal.Classifier(0), folder.resolve("7"));
        Runs.train(other, new Goal.Classifier(0), folder.resolve("8"));

        assertThat(digest(folder.resolve("7/network.pt"))).isNotEqualTo(digest(folder.resolve("8/network.pt")));
    }

    @Test
    void shouldTrainADenoiserThatIsNotToldSigma() {
        List<TrainingProgress> steps =
                Runs.train(Runs.plan("BlindDenoiser", 0.01, 2), Runs.squaredError("0.5"), folder);

        assertThat(Runs.last(steps).heldOut().get("mse@0.5")).isLessThan(0.25);
    }

    @Test
    void shouldLearnFromSeveralSurrogates() {
        Goal goal = Runs.stability("0.25", Runs.network("TinyClassifier"), Runs.network("FrozenClassifier"));

        List<TrainingProgress> steps = Runs.train(Runs.plan("TinyDenoiser", 0.01, 1), goal, folder);

        assertThat(Runs.last(steps).loss()).isFinite().isPositive();
    }

    @Test
    void shouldGoOnInFloat32FromWeightsThatAreStoredAsBfloat16() throws IOException {
        Path stored = folder.resolve("stored.pt");
        TorchScriptArchive.normalise(Runs.network("TinyDenoiser"), stored, WeightStorage.BFLOAT16);

        Runs.train(Runs.plan(stored, 1e-6, 1), Runs.squaredError("0.5"), folder.resolve("run"));

        Path trained = folder.resolve("run/network.pt");
        assertThat(TorchScriptArchive.values(trained))
                .isEqualTo(TorchScriptArchive.values(Runs.network("TinyDenoiser")));
    }

    @Test
    void shouldStopWithTheLastGoodCheckpointWhenTheLossIsNoNumber() {
        TrainingPlan unlimited = Runs.unlimitedPlan("TinyDenoiser", 1e30, 5);

        assertThatThrownBy(() -> Runs.train(unlimited, Runs.squaredError("0.25"), folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageMatching(
                        "the (loss|norm of the gradients) of step \\d+ is (NaN|Infinity)\\. The run diverged: .*"
                                + "checkpoint\\.zip holds the state after step \\d+; another run may begin with its weights .*");
        assertThat(folder.resolve("network.pt")).doesNotExist();
    }

    @Test
    void shouldBeginWithTheWeightsOfACheckpoint() throws IOException {
        Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder.resolve("first"));
        Path checkpoint = folder.resolve("first/checkpoint.zip");
        Path weights = folder.resolve("weights.pt");
        new Checkpoint(checkpoint).extractNetwork(weights);

        Runs.train(Runs.planThatGoesOnFrom(checkpoint, 1e-12, 0.1), new Goal.Classifier(0), folder.resolve("second"));

        try (Network begun = Network.fixed(folder.resolve("second/network.pt"), ComputeDevice.named("cpu"));
                Network kept = Network.fixed(weights, ComputeDevice.named("cpu"))) {
            assertThat(begun.weights().get(0).toFloatArray())
                    .containsExactly(kept.weights().get(0).toFloatArray(), within(1e-6f));
        }
    }

    @Test
    void shouldLeaveAFinishedRunAlone() throws IOException {
        Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder);
        Path checkpoint = folder.resolve("checkpoint.zip");
        var written = Files.getLastModifiedTime(checkpoint);

        assertThat(Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder))
                .isEmpty();

        assertThat(Files.getLastModifiedTime(checkpoint)).isEqualTo(written);
    }

    @Test
    void shouldForgetTheLogOfARunOfWhichNothingWasKept() throws IOException {
        Files.writeString(folder.resolve("log.tsv"), "step\tepoch\tloss\n1\t0.1\t2\n");

        Runs.train(Runs.plan("TinyClassifier", 0.02, 1), new Goal.Classifier(0), folder);

        assertThat(folder.resolve("log.tsv")).content().hasLineCount(2).contains("accuracy");
    }

    private static double accuracy(List<TrainingProgress> steps, String name) {
        return Objects.requireNonNull(Runs.last(steps).heldOut().get(name));
    }

    private static String digest(Path network) throws IOException {
        return Sha256.of(network);
    }

    private static List<String> withoutRates(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.replaceFirst("^((?:[^\t]*\t){4})[^\t]*", "$1"))
                .toList();
    }

    @Test
    void shouldTrainADenoiserOnImagesWithoutLabels() {
        List<TrainingProgress> labelled = Runs.train(
                Runs.plan("TinyDenoiser", 0.02, 1),
                Runs.stability("0.25", Runs.network("TinyClassifier")),
                folder.resolve("labelled"));

        List<TrainingProgress> steps = Runs.train(
                Runs.plan("TinyDenoiser", 0.02, 1),
                Runs.stability("0.25", Runs.network("TinyClassifier")),
                Patches.unlabelled(Runs.IMAGES),
                folder.resolve("unlabelled"));

        assertThat(Runs.last(steps).loss())
                .as("stability asks for no label")
                .isEqualTo(Runs.last(labelled).loss());
        assertThat(Runs.last(steps).heldOut()).containsKeys("mse@0.25", "agreement@0.25");
        assertThat(Runs.last(steps).heldOut().get("agreement@0.25")).isBetween(0.0, 1.0);
        assertThat(Recipe.read(folder.resolve("unlabelled")).values().get("data"))
                .contains("8 x 8, without labels");
    }
}
