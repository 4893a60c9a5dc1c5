package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelBundle;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.noise.NoiseStream;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoisyVoterTest {
    private static final TinyBundle COLOURS = TinyBundle.colours();
    private static final InputShape SHAPE = COLOURS.input();
    private static final byte[] GREY = Images.grey(SHAPE);
    private static final double SIGMA = 0.5;
    private static final NoiseKey KEY = key(1);

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldVoteAsTheDefinitionSays() throws IOException {
        List<VoteRequest> samples =
                IntStream.range(0, 60).mapToObj(i -> request(GREY, i, 1)).toList();

        List<VoteCounts> votes = vote("Brightest", samples);

        for (int i = 0; i < samples.size(); i++) {
            assertThat(votes.get(i).perClass())
                    .as("votes of sample " + i)
                    .isEqualTo(oneHot(brightestChannel(GREY, SIGMA, KEY, i)));
        }
        assertThat(votes).as("the three classes all occur").contains(counts(1, 0, 0), counts(0, 1, 0), counts(0, 0, 1));
    }

    @Test
    void shouldGiveTheSameVotesOnEveryCall() throws IOException {
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            List<VoteCounts> first = voter.vote(List.of(request(GREY, 0, 100)));
            List<VoteCounts> second = voter.vote(List.of(request(GREY, 0, 100)));

            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void shouldDrawOtherNoiseForAnotherKey() throws IOException {
        VoteRequest otherKey = new VoteRequest(GREY, SIGMA, key(2), 0, 100);

        List<VoteCounts> votes = vote("Brightest", List.of(request(GREY, 0, 100), otherKey));

        assertThat(votes.get(0)).isNotEqualTo(votes.get(1));
    }

    @Test
    void shouldGiveTheSameVotesWhateverElseIsInTheBatch() throws IOException {
        VoteRequest request = request(GREY, 0, 50);
        VoteRequest before = new VoteRequest(Images.of(SHAPE, 255, 0, 0), 1.0, key(7), 900, 3);
        VoteRequest after = new VoteRequest(Images.of(SHAPE, 0, 255, 0), 0.1, key(8), 0, 20);

        VoteCounts alone = vote("Brightest", List.of(request)).get(0);
        List<VoteCounts> packed = vote("Brightest", List.of(before, request, after));

        assertThat(packed.get(1)).isEqualTo(alone);
        assertThat(packed).extracting(VoteCounts::samples).containsExactly(3, 50, 20);
    }

    @Test
    void shouldGiveARunTheVotesOfItsParts() throws IOException {
        VoteCounts whole = vote("Brightest", List.of(request(GREY, 0, 100))).get(0);

        List<VoteCounts> parts = vote("Brightest", List.of(request(GREY, 0, 50), request(GREY, 50, 50)));

        assertThat(sum(parts.get(0).perClass(), parts.get(1).perClass())).isEqualTo(whole.perClass());
        assertThat(parts.get(0)).isNotEqualTo(parts.get(1));
    }

    @Test
    void shouldGiveTheSameVotesHoweverManyPassesRunAtOnce() throws IOException {
        List<VoteRequest> requests = List.of(request(GREY, 0, 33), request(GREY, 500, 100), request(GREY, 9, 1));

        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter one = NoisyVoter.open(bundle, ComputeDevice.named("cpu"), 1);
                NoisyVoter three = NoisyVoter.open(bundle, ComputeDevice.named("cpu"), 3)) {
            assertThat(three.vote(requests)).isEqualTo(one.vote(requests));
            assertThat(three.backend()).isEqualTo(one.backend());
        }
    }

    @Test
    void shouldNeverCountAPaddedRow() throws IOException {
        // Noise hardly ever makes blue anything else; a padded row would be grey, or of the batch before.
        byte[] blue = Images.of(SHAPE, 0, 0, 255);
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            voter.vote(List.of(request(Images.of(SHAPE, 255, 0, 0), 0, 8)));
            for (int samples = 1; samples <= 2 * COLOURS.batch() + 1; samples++) {
                VoteCounts votes = voter.vote(List.of(new VoteRequest(blue, 0.1, KEY, 0, samples)))
                        .get(0);

                assertThat(votes).isEqualTo(counts(0, 0, samples));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NanWhereRed", "InfiniteWhereRed", "TieWhereRed"})
    void shouldCountARowWithoutASingleFiniteMaximumAsInvalid(String module) throws IOException {
        List<VoteRequest> requests = List.of(request(GREY, 0, 100));
        int[] sound = vote("Brightest", requests).get(0).perClass();

        VoteCounts votes = vote(module, requests).get(0);

        assertThat(votes).isEqualTo(new VoteCounts(new int[] {0, sound[1], sound[2]}, sound[0]));
        assertThat(votes.invalid()).isPositive();
    }

    @Test
    void shouldTellTheDenoiserTheSigmaOfEveryRow() throws IOException {
        TinyBundle bySigma = COLOURS.withDenoiser("SigmaAsImage", true);
        VoteRequest quiet = new VoteRequest(GREY, 0.25, KEY, 0, 3);
        VoteRequest loud = new VoteRequest(GREY, 0.75, KEY, 0, 9);

        List<VoteCounts> votes = vote(bySigma, "Brightest", List.of(quiet, loud, quiet));

        assertThat(votes).containsExactly(counts(0, 3, 0), counts(9, 0, 0), counts(0, 3, 0));
    }

    @Test
    void shouldRunADenoiserThatDoesNotTakeSigma() throws IOException {
        TinyBundle negative = COLOURS.withDenoiser("Negative", false);
        VoteRequest cyan = new VoteRequest(Images.of(SHAPE, 0, 255, 255), 0.1, KEY, 0, 10);

        assertThat(vote(negative, "Brightest", List.of(cyan))).containsExactly(counts(10, 0, 0));
    }

    @Test
    void shouldVoteAlikeWhenANetworkOverwritesItsInput() throws IOException {
        TinyBundle negative = COLOURS.withDenoiser("Negative", false);
        TinyBundle inPlace = COLOURS.withDenoiser("NegativeInPlace", false);
        List<VoteRequest> moreThanABatch = List.of(request(GREY, 0, 30), request(GREY, 30, 11));

        assertThat(vote(inPlace, "Brightest", moreThanABatch)).isEqualTo(vote(negative, "Brightest", moreThanABatch));
    }

    @Test
    void shouldShowTheSamplesThatItCounts() throws IOException {
        // Given more samples than a batch has rows
        VoteRequest request = request(GREY, 3, 20);
        try (ModelBundle bundle = COLOURS.open(directory, "NanWhereRed");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            // When
            List<SampleView> views = voter.view(request);

            // Then
            assertThat(views)
                    .extracting(SampleView::sample)
                    .containsExactlyElementsOf(LongStream.range(3, 23).boxed().toList());
            assertThat(views).allSatisfy(view -> {
                int brightest = brightestChannel(GREY, SIGMA, KEY, view.sample());
                assertThat(view.vote()).isEqualTo(brightest == 0 ? OptionalInt.empty() : OptionalInt.of(brightest));
                assertThat(view.noisy()).isEqualTo(clippedNoisy(GREY, SIGMA, KEY, view.sample()));
                assertThat(view.denoised()).isEqualTo(view.noisy());
            });
            assertThat(tally(views)).isEqualTo(voter.vote(List.of(request)).get(0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 8})
    void shouldShowNothingOfTheImageThatItVotedOnBefore(int samplesBefore) throws IOException {
        byte[] red = Images.of(COLOURS.input(), 255, 0, 0);
        byte[] blue = Images.of(COLOURS.input(), 0, 0, 255);
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            voter.vote(List.of(new VoteRequest(red, SIGMA, KEY, 0, samplesBefore)));

            List<SampleView> views = voter.view(new VoteRequest(blue, SIGMA, KEY, 0, 3));

            assertThat(views).hasSize(3).allSatisfy(view -> {
                assertThat(view.denoised()).isEqualTo(clippedNoisy(blue, SIGMA, KEY, view.sample()));
                assertThat(view.vote()).hasValue(2);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Negative", "NegativeInPlace"})
    void shouldShowWhatTheDenoiserMadeOfASample(String denoiser) throws IOException {
        VoteRequest request = request(GREY, 0, 11);
        try (ModelBundle bundle = COLOURS.withDenoiser(denoiser, false).open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            List<SampleView> views = voter.view(request);

            assertThat(views).hasSize(11).allSatisfy(view -> {
                byte[] noisy = clippedNoisy(GREY, SIGMA, KEY, view.sample());
                assertThat(view.noisy()).isEqualTo(noisy);
                byte[] negative = new byte[noisy.length];
                for (int i = 0; i < noisy.length; i++) {
                    negative[i] = (byte) (255 - Byte.toUnsignedInt(noisy[i]));
                }
                assertThat(view.denoised()).isEqualTo(negative);
            });
            assertThat(tally(views)).isEqualTo(voter.vote(List.of(request)).get(0));
        }
    }

    @Test
    void shouldVoteOnNothing() throws IOException {
        assertThat(vote("Brightest", List.of())).isEmpty();
    }

    @Test
    void shouldRefuseWhatTheBundleIsNotMadeFor() throws IOException {
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            VoteRequest small = new VoteRequest(new byte[47], SIGMA, KEY, 0, 1);
            VoteRequest loud = new VoteRequest(GREY, 1.01, KEY, 0, 1);
            VoteRequest none = new VoteRequest(GREY, Double.NaN, KEY, 0, 1);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> voter.vote(List.of(small)))
                    .withMessageContaining("image must have 48 values")
                    .withMessageContaining("but has 47");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> voter.vote(List.of(loud)))
                    .withMessage("sigma must be 0.1 to 1.0, the range that tiny was made for, but is 1.01");
            assertThatIllegalArgumentException().isThrownBy(() -> voter.vote(List.of(none)));
        }
    }

    @Test
    void shouldKeepVotingWhenTheBundleIsClosedButNotWhenItIsItself() throws IOException {
        List<VoteRequest> requests = List.of(request(GREY, 0, 10));
        NoisyVoter voter;
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest")) {
            voter = NoisyVoter.open(bundle, "cpu");
        }

        assertThat(voter.vote(requests)).extracting(VoteCounts::samples).containsExactly(10);
        voter.close();
        voter.close();
        assertThatIllegalStateException().isThrownBy(() -> voter.vote(requests)).withMessage("this voter is closed");
    }

    @Test
    void shouldNameWhatFixesTheBitsOfItsFunction() throws IOException {
        try (ModelBundle bundle = COLOURS.open(directory, "Brightest");
                ModelBundle tie = COLOURS.open(directory, "TieWhereRed");
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu");
                NoisyVoter twin = NoisyVoter.open(bundle, "auto");
                NoisyVoter other = NoisyVoter.open(tie, "cpu")) {
            assertThat(voter.backend()).matches("PyTorch 2\\.7\\.1; cpu, .+; fp32; batch 8; probe [0-9a-f]{16}");
            assertThat(twin.backend()).isEqualTo(voter.backend());
            assertThat(other.backend()).isNotEqualTo(voter.backend());
            assertThat(voter.bundleDigest()).isEqualTo(bundle.digest());
            assertThat(voter.classes()).isEqualTo(3);
        }
    }

    private List<VoteCounts> vote(String classifier, List<VoteRequest> requests) throws IOException {
        return vote(COLOURS, classifier, requests);
    }

    private List<VoteCounts> vote(TinyBundle tiny, String classifier, List<VoteRequest> requests) throws IOException {
        try (ModelBundle bundle = tiny.open(directory, classifier);
                NoisyVoter voter = NoisyVoter.open(bundle, "cpu")) {
            return voter.vote(requests);
        }
    }

    private static VoteRequest request(byte[] image, long firstSample, int samples) {
        return new VoteRequest(image, SIGMA, KEY, firstSample, samples);
    }

    /** The definition once more, without tensors: the channel with the largest sum of pixel plus noise. */
    private static int brightestChannel(byte[] image, double sigma, NoiseKey key, long sample) {
        short[] noise = new short[image.length];
        NoiseStream stream = GridNoise.of(sigma).stream(key);
        stream.fill(sample, noise);
        int[] sums = new int[3];
        for (int i = 0; i < image.length; i++) {
            sums[i / (image.length / 3)] += Byte.toUnsignedInt(image[i]) + noise[i];
        }
        return IntStream.range(0, 3).reduce((a, b) -> sums[b] > sums[a] ? b : a).orElseThrow();
    }

    /** The image with its noise, for looking at. */
    private static byte[] clippedNoisy(byte[] image, double sigma, NoiseKey key, long sample) {
        short[] noise = new short[image.length];
        GridNoise.of(sigma).stream(key).fill(sample, noise);
        byte[] clipped = new byte[image.length];
        for (int i = 0; i < image.length; i++) {
            clipped[i] = (byte) Math.max(0, Math.min(255, Byte.toUnsignedInt(image[i]) + noise[i]));
        }
        return clipped;
    }

    private static VoteCounts tally(List<SampleView> views) {
        int[] perClass = new int[3];
        views.forEach(view -> view.vote().ifPresent(cls -> perClass[cls]++));
        return new VoteCounts(perClass, (int)
                views.stream().filter(view -> view.vote().isEmpty()).count());
    }

    private static int[] oneHot(int channel) {
        int[] votes = new int[3];
        votes[channel] = 1;
        return votes;
    }

    private static VoteCounts counts(int... perClass) {
        return new VoteCounts(perClass, 0);
    }

    private static int[] sum(int[] a, int[] b) {
        return IntStream.range(0, a.length).map(i -> a[i] + b[i]).toArray();
    }

    private static NoiseKey key(int fill) {
        byte[] bytes = new byte[NoiseKey.BYTES];
        Arrays.fill(bytes, (byte) fill);
        return NoiseKey.of(bytes);
    }
}
