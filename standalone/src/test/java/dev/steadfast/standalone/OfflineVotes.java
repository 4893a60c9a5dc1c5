package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Frame;
import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.PixelRules;
import dev.steadfast.models.NoisyVoter;
import dev.steadfast.models.VoteRequest;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.AbstentionReason;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.replay.RecordedVotes;
import java.util.List;

/** Votes again on what a prediction's receipt names, without any of the stream. */
public final class OfflineVotes {

    private OfflineVotes() {}

    /**
     * Asserts that a prediction (plan: fixed or sequential) has just the votes that the voter gives for its frame and receipt, and that its outcome,
     * class, radius and bound are what the plan makes of them, to the last bit.
     */
    public static void assertSame(NoisyVoter voter, Frame frame, CertifiedPrediction prediction) throws ImageException {
        int n0 = prediction.getSelectionSamples();
        int n = prediction.getSamplesUsed() - n0;
        byte[] input = PixelRules.named(
                        prediction.getReceipt().getPixelRules(),
                        prediction.getReceipt().getInputHeight(),
                        prediction.getReceipt().getInputWidth(),
                        DecodingLimits.ofMemory(1 << 20, 1 << 20))
                .apply(frame.getContentType(), frame.getImage().array());
        NoiseKey key = NoiseKey.of(prediction.getReceipt().getNoiseKey().bytes());
        List<VoteCounts> votes = voter.vote(List.of(
                new VoteRequest(input, prediction.getSigma(), key, 0, n0),
                new VoteRequest(input, prediction.getSigma(), key, n0, n)));

        assertThat(counts(prediction.getSelectionCounts(), voter.classes()))
                .as("selection votes of frame %s", prediction.getFrameId())
                .isEqualTo(votes.get(0).perClass());
        assertThat(counts(prediction.getEstimationCounts(), voter.classes()))
                .as("estimation votes of frame %s", prediction.getFrameId())
                .isEqualTo(votes.get(1).perClass());
        assertThat(prediction.getInvalidSamples())
                .isEqualTo(votes.get(0).invalid() + votes.get(1).invalid());
        assertThat(prediction.getBackend()).isEqualTo(voter.backend());
        assertThat(prediction.getModelDigest()).isEqualTo(voter.bundleDigest());
        assertThat(outcome(prediction))
                .as("outcome of frame %s", prediction.getFrameId())
                .isEqualTo(RecordedVotes.plan(prediction).decide(votes.get(0), votes.get(1)));
    }

    private static Outcome outcome(CertifiedPrediction prediction) {
        return switch (prediction.getOutcome()) {
            case CERTIFIED ->
                new Certified(prediction.getClassIndex(), prediction.getRadius(), prediction.getLowerBound());
            case ABSTAINED ->
                new Abstained(
                        AbstentionReason.valueOf(
                                prediction.getAbstentionReason().name()),
                        prediction.getLowerBound());
            case PREDICTED, UNKNOWN -> throw new AssertionError("no outcome with a radius: " + prediction);
        };
    }

    private static int[] counts(List<ClassCount> leading, int classes) {
        int[] counts = new int[classes];
        leading.forEach(count -> counts[count.getClassIndex()] = count.getVotes());
        return counts;
    }
}
