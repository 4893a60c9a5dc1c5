package dev.steadfast.evaluation.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.evaluation.ColouredImages;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.report.MeasuredRun;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.PredictPlan;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.TaskLayout;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real network, that answers the brightest colour. */
class MeasurementTest {

    private static final Path BRIGHTEST = Path.of("../models/src/test/resources/torchscript/Brightest.pt");
    private static final FixedPlan PLAN = new FixedPlan(0.5, 0.01, 20, 600);
    private static final Selection EVERY_FOURTH = new Selection(1, 4, 5);

    @TempDir
    Path folder = Path.of("");

    private ModelBundle bundle;
    private NoisyVoter voter;

    @BeforeEach
    void openVoter() throws IOException {
        ModelFile classifier = TorchScriptArchive.normalise(BRIGHTEST, folder.resolve("classifier.pt"));
        ColouredImages.bundle(classifier).write(folder);
        bundle = ModelBundle.open(folder);
        voter = NoisyVoter.open(bundle, "cpu");
    }

    @AfterEach
    void closeVoter() {
        voter.close();
        bundle.close();
    }

    @Test
    void shouldCertifyTheSelectedImages() {
        List<ImageResult> told = new ArrayList<>();

        ResultTable table = measure("results.tsv", measurement(PLAN, 0), voter::vote, told);

        assertThat(table.results()).extracting(ImageResult::idx).containsExactly(1, 5, 9, 13, 17);
        assertThat(table.results()).extracting(ImageResult::label).containsExactly(1, 2, 0, 1, 2);
        assertThat(table.results())
                .allSatisfy(result -> assertThat(result.correct()).isTrue());
        assertThat(table.results())
                .extracting(ImageResult::radius)
                .allSatisfy(radius -> assertThat(radius).isPositive().isLessThanOrEqualTo(PLAN.largestRadius()));
        assertThat(told).extracting(ImageResult::idx).containsExactly(1, 5, 9, 13, 17);
    }

    @Test
    void shouldRepeatATableExactlyFromItsSeed() throws IOException {
        measure("first.tsv", measurement(PLAN, 0), voter::vote, new ArrayList<>());
        measure("again.tsv", measurement(PLAN, 0), voter::vote, new ArrayList<>());
        measure("other.tsv", measurement(PLAN, 1), voter::vote, new ArrayList<>());

        assertThat(withoutTimes("again.tsv")).isEqualTo(withoutTimes("first.tsv"));
        assertThat(withoutTimes("other.tsv")).isNotEqualTo(withoutTimes("first.tsv"));
    }

    @Test
    void shouldGiveTheTableOfAnUninterruptedRunAfterItWasKilledWithinALine() throws IOException {
        measure("whole.tsv", measurement(PLAN, 0), voter::vote, new ArrayList<>());
        List<ImageResult> beforeTheEnd = new ArrayList<>();
        Votes endingSoon = requests -> {
            if (beforeTheEnd.size() == 2) {
                throw new IllegalStateException("this voter is closed");
            }
            return voter.vote(requests);
        };
        assertThatThrownBy(() -> measure("parts.tsv", measurement(PLAN, 0), endingSoon, beforeTheEnd))
                .hasMessage("this voter is closed");
        Path parts = folder.resolve("parts.tsv");
        Files.writeString(parts, Files.readString(parts) + "9\t0\t0\t0.3");
        List<ImageResult> afterwards = new ArrayList<>();

        measure("parts.tsv", measurement(PLAN, 0), voter::vote, afterwards);

        assertThat(withoutTimes("parts.tsv")).isEqualTo(withoutTimes("whole.tsv"));
        assertThat(afterwards).extracting(ImageResult::idx).containsExactly(9, 13, 17);
    }

    @Test
    void shouldVoteAgainOnImagesWhoseVotesAreAskedForAndSayHowMuchTheChosenClassHad() throws IOException {
        Measurement measurement = measurement(PLAN, 0);
        measure("whole.tsv", measurement, voter::vote, new ArrayList<>());
        String table = Files.readString(folder.resolve("whole.tsv"));
        List<VoteShare> shares = new ArrayList<>();

        try (ResultFile results = ResultFile.open(folder.resolve("whole.tsv"), measurement.describe(voter.backend()))) {
            measurement.run(voter::vote, results, 2, (result, share) -> {
                assertThat(result.radius()).isEqualTo(radius(share.votes()));
                shares.add(share);
            });
        }

        assertThat(shares).hasSize(3).allMatch(share -> share.samples() == 600 && share.votes() > 300);
        assertThat(Files.readString(folder.resolve("whole.tsv"))).isEqualTo(table);
        Files.writeString(folder.resolve("whole.tsv"), table.replaceFirst("17\t2\t2\t0", "17\t2\t2\t1"));
        try (ResultFile results = ResultFile.open(folder.resolve("whole.tsv"), measurement.describe(voter.backend()))) {
            assertThatThrownBy(() -> measurement.run(voter::vote, results, 4, (result, share) -> {}))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining("image 17 must get the same answer");
        }
    }

    private static double radius(int votes) {
        return ((Certified) PLAN.decide(
                        new VoteCounts(new int[] {20, 0}, 0), new VoteCounts(new int[] {votes, 600 - votes}, 0)))
                .radius();
    }

    @Test
    void shouldAskForEverySampleOnceAndInShortCalls() {
        int batch = bundle.manifest().batch();
        int mostOfCall = (250 + batch) * Runtime.getRuntime().availableProcessors();
        FixedPlan plan = new FixedPlan(0.5, 0.001, 20, 4 * mostOfCall);
        RecordedVotes recorded = new RecordedVotes(VoteCounts.allInvalid(3, 1));

        ResultTable table = measure("results.tsv", oneImage(plan), recorded, new ArrayList<>());

        assertThat(recorded.samples())
                .containsExactlyElementsOf(
                        LongStream.range(0, 20 + 4L * mostOfCall).boxed().toList());
        assertThat(recorded.samplesOfCalls()).hasSizeGreaterThan(3).allMatch(samples -> samples <= mostOfCall);
        assertThat(recorded.requests.get(0)).extracting(VoteRequest::key).containsOnly(MeasurementKey.of(0, 0.5, 0));
        assertThat(table.results().get(0).predict()).isEqualTo(ImageResult.ABSTAIN);
    }

    @Test
    void shouldAskForNoMoreThanThePlanWantsToSee() {
        SequentialPlan plan = new SequentialPlan(0.5, 0.001, 25, 10_000, 0.25);
        TaskLayout layout = new TaskLayout(plan, bundle.manifest().batch());
        RecordedVotes unanimous = new RecordedVotes(new VoteCounts(new int[] {1, 0, 0}, 0));

        measure("results.tsv", oneImage(plan), unanimous, new ArrayList<>());

        int asked = unanimous.samples().size();
        assertThat(asked).isLessThan(1000);
        assertThat(asked)
                .as("samples to the first look, and what is cast ahead")
                .isLessThanOrEqualTo(25
                        + layout.estimationSamples(layout.ahead(layout.firstLook(), false)
                                + Runtime.getRuntime().availableProcessors()));
    }

    @Test
    void shouldPredictWithoutARadius() {
        ResultTable table = measure(
                "results.tsv", measurement(new PredictPlan(0.5, 0.001, 100), 0), voter::vote, new ArrayList<>());

        assertThat(table.results()).extracting(ImageResult::correct).containsOnly(true);
        assertThat(table.results()).extracting(ImageResult::radius).containsOnly(0.0);
        MeasuredRun run = MeasuredRun.read("predictions", folder.resolve("results.tsv"));
        assertThat(run.measured(List.of(0.0))).as("a row of a manifest").isEmpty();
    }

    @Test
    void shouldDeriveKeysAsDocumented() {
        // hashlib.sha256(b"steadfast-evaluation 1\nseed 7\nsigma 0.25\nidx 40\n").hexdigest()
        assertThat(HexFormat.of().formatHex(MeasurementKey.of(7, 0.25, 40).bytes()))
                .isEqualTo("e43be1f56ccf8cf6cff3f43b312cc388dbdd0e37bc325f53c2d80b08e6c1f1b8");
    }

    @Test
    void shouldRefuseWhatTheBundleIsNotMadeFor() {
        assertRefused(
                new ColouredImages(ColouredImages.COLOURS, 5, 3),
                PLAN,
                "colours, test: images must be of 3 x 4 x 4 values, the input of tiny, but are of 3 x 5 x 5");
        assertRefused(
                new ColouredImages(List.of("red", "green"), 4, 3),
                PLAN,
                "colours, test: classes must be the 3 of tiny, but are 2");
        assertRefused(
                new ColouredImages(List.of("red", "lime", "blue"), 4, 3),
                PLAN,
                "colours, test: class 1 must be 'green', as in tiny, but is 'lime'");
        assertRefused(
                ColouredImages.of(3),
                new FixedPlan(2, 0.001, 100, 1000),
                "sigma must be 0.1 to 1.0, the range that tiny was made for, but is 2.0");
        assertRefused(
                ColouredImages.of(1),
                PLAN,
                "offset must be at most 0, the last index of colours, test, but is 1: no image is selected");
    }

    @Test
    void shouldSelectImagesWithinTheDataset() {
        assertThat(new Selection(0, 20, Integer.MAX_VALUE).images(10_000)).isEqualTo(500);
        assertThat(new Selection(19, 20, Integer.MAX_VALUE).images(10_000)).isEqualTo(500);
        assertThat(new Selection(0, 20, Integer.MAX_VALUE).images(9_981)).isEqualTo(500);
        assertThat(new Selection(0, 20, Integer.MAX_VALUE).images(9_980)).isEqualTo(499);
        assertThat(new Selection(10_000, 1, 1).images(10_000)).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Selection(0, 0, 1))
                .withMessage("every must be at least 1, but is 0");
    }

    private void assertRefused(ColouredImages images, SamplingPlan plan, String message) {
        assertThatThrownBy(() -> new Measurement(bundle.manifest(), images, EVERY_FOURTH, plan, 0))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(message);
    }

    private Measurement measurement(SamplingPlan plan, long seed) {
        return new Measurement(bundle.manifest(), ColouredImages.of(30), EVERY_FOURTH, plan, seed);
    }

    private ResultTable measure(String name, Measurement measurement, Votes votes, List<ImageResult> told) {
        Path file = folder.resolve(name);
        try (ResultFile results = ResultFile.open(file, measurement.describe(voter.backend()))) {
            measurement.run(votes, results, (result, share) -> told.add(result));
        }
        return ResultTable.read(file);
    }

    private List<String> withoutTimes(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name)).stream()
                .map(line -> line.substring(0, line.lastIndexOf('\t')))
                .toList();
    }

    private Measurement oneImage(SamplingPlan plan) {
        return new Measurement(bundle.manifest(), ColouredImages.of(1), new Selection(0, 1, 1), plan, 0);
    }

    /** Votes that are all the same, and what was asked for. */
    private record RecordedVotes(VoteCounts each, List<List<VoteRequest>> requests) implements Votes {

        RecordedVotes(VoteCounts each) {
            this(each, new ArrayList<>());
        }

        @Override
        public List<VoteCounts> of(List<VoteRequest> call) {
            requests.add(call);
            return call.stream().map(request -> times(request.samples())).toList();
        }

        private VoteCounts times(int samples) {
            int[] perClass =
                    Arrays.stream(each.perClass()).map(votes -> votes * samples).toArray();
            return new VoteCounts(perClass, each.invalid() * samples);
        }

        /** The samples asked for, in order. */
        List<Long> samples() {
            return requests.stream()
                    .flatMap(List::stream)
                    .flatMap(request -> LongStream.range(
                                    request.firstSample(), request.firstSample() + request.samples())
                            .boxed())
                    .toList();
        }

        List<Integer> samplesOfCalls() {
            return requests.stream()
                    .map(call -> call.stream().mapToInt(VoteRequest::samples).sum())
                    .toList();
        }
    }
}
