package dev.steadfast.chaos.invariants;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.chaos.evidence.Place;
import dev.steadfast.chaos.evidence.TaskRecord;
import dev.steadfast.chaos.evidence.VoteRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule, broken on purpose. */
class InvariantsTest {

    private final Scene scene = new Scene().answered("f-1").answered("f-2");

    private void assertBroken(Rule... rules) {
        assertThat(scene.violations()).extracting(Violation::rule).containsExactlyInAnyOrder(rules);
    }

    private static CertifiedPrediction.Builder like(Scene scene, int index) {
        return CertifiedPrediction.newBuilder(scene.predictions.get(index).prediction());
    }

    private void replacePrediction(CertifiedPrediction.Builder next) {
        scene.predictions.remove(0);
        scene.predict(next.build());
    }

    @Test
    void shouldHoldForFramesThatAreAnsweredOnce() {
        Place bad = scene.published("f-bad", "none");
        scene.reject("f-bad", bad, RejectionReason.NOT_AN_IMAGE);
        scene.published("f-1", "content of f-1"); // sent twice, answered once

        assertBroken();
    }

    @Test
    void shouldMissWhatWasAcknowledgedAndIsGone() {
        scene.acknowledged.add("gone");

        assertBroken(Rule.KEPT);
    }

    @Test
    void shouldMissAnAnswer() {
        scene.published("f-3", "new");

        assertBroken(Rule.ANSWERED);
    }

    @Test
    void shouldMissTheAnswerToAnotherFrameOfTheSameId() {
        scene.published("f-1", "something else");

        assertBroken(Rule.ANSWERED);
    }

    @Test
    void shouldMissTheRejectionOfEachOfTwoBadFrames() {
        Place bad = scene.published("f-bad", "none");
        scene.published("f-bad", "none");
        scene.reject("f-bad", bad, RejectionReason.NOT_AN_IMAGE);

        assertBroken(Rule.ANSWERED);
    }

    @Test
    void shouldSeeASecondAnswer() {
        scene.predictions.add(scene.predictions.get(0));

        assertBroken(Rule.ANSWERED_ONCE, Rule.ANSWERED_ONCE); // of the record, and of the id
    }

    @Test
    void shouldSeeARejectionBesideAPrediction() {
        scene.reject("f-1", scene.predictions.get(0).frame(), RejectionReason.ANSWER_LOST);

        assertBroken(Rule.ANSWERED_ONCE, Rule.ANSWERED_ONCE);
    }

    @Test
    void shouldSeeAnAnswerToNothing() {
        scene.reject("nobody", new Place("frames", 0, 99), RejectionReason.NOT_AN_IMAGE);

        assertBroken(Rule.ANSWERS_A_FRAME);
    }

    @Test
    void shouldSeeASecondDraw() {
        TaskRecord first = scene.tasks.get(0);
        scene.tasks.set(
                0, new TaskRecord(first.place(), first.frameId(), "ab", first.taskIndex(), first.firstSample(), 10));

        assertBroken(Rule.DRAWN_ONCE);
    }

    @Test
    void shouldSeeTheNoiseOfOneFrameInAnother() {
        TaskRecord first = scene.tasks.get(0);
        scene.tasks.add(new TaskRecord(first.place(), "f-9", first.noiseKey(), 0, 0, 10));

        assertBroken(Rule.DRAWN_ONCE);
    }

    @Test
    void shouldSeeATaskThatWasSentTwiceAndOneThatWasNot() {
        scene.tasks.add(scene.tasks.get(0));
        scene.tasks.remove(4);

        assertBroken(Rule.TASKS_OF_THE_PLAN, Rule.TASKS_OF_THE_PLAN);
    }

    @Test
    void shouldBearCopiesOfVotesAndNoOtherVotes() {
        scene.votes.add(scene.votes.get(0));
        assertBroken();

        VoteRecord first = scene.votes.get(0);
        scene.votes.add(
                new VoteRecord(first.place(), first.frameId(), first.noiseKey(), 0, 0, 10, List.of(1, 0, 9), 0, false));
        assertBroken(Rule.SAME_VOTES);
    }

    @Test
    void shouldSeeVotesThatWereCountedTwice() {
        replacePrediction(like(scene, 0)
                .setEstimationCounts(List.of(Scene.count(2, 10)))
                .setSelectionCounts(List.of(Scene.count(2, 20))));

        assertThat(scene.violations()).extracting(Violation::rule).contains(Rule.COUNTED_ONCE);
    }

    @Test
    void shouldSeeVotesThatWereNeverCast() {
        scene.votes.remove(0);

        assertBroken(Rule.COUNTED_ONCE);
    }

    @Test
    void shouldSeeARadiusBeyondTheVotes() {
        double radius = scene.predictions.get(0).prediction().getRadius();
        replacePrediction(like(scene, 0).setRadius(radius + 1e-3));

        assertBroken(Rule.DECIDED_BY_VOTES);
    }

    @Test
    void shouldSeeAClassThatDoesNotLead() {
        replacePrediction(like(scene, 0).setClassIndex(1));

        assertBroken(Rule.DECIDED_BY_VOTES);
    }

    @Test
    void shouldSeeAnAbstentionWithoutNeed() {
        replacePrediction(like(scene, 0)
                .setOutcome(Outcome.ABSTAINED)
                .setAbstentionReason(AbstentionReason.NOT_CONFIDENT)
                .setClassIndex(null)
                .setRadius(0));

        assertBroken(Rule.DECIDED_BY_VOTES);
    }

    @Test
    void shouldBearVotesThatCameTooLate() {
        replacePrediction(like(scene, 0)
                .setOutcome(Outcome.ABSTAINED)
                .setAbstentionReason(AbstentionReason.DEADLINE)
                .setClassIndex(null)
                .setRadius(0)
                .setSamplesUsed(20)
                .setEstimationCounts(List.of(Scene.count(2, 10))));

        assertBroken();
    }
}
