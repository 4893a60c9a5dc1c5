package dev.steadfast.streams.certification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.TallyState;
import dev.steadfast.smoothing.bounds.ClopperPearson;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.streams.TestFrames;
import dev.steadfast.streams.TestModels;
import dev.steadfast.streams.TestVotes;
import dev.steadfast.streams.certification.FrameLedger.Counting;
import dev.steadfast.streams.routing.ServedModel;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameLedgerTest {

    private static final Instant NOW = TestFrames.NOON.plusSeconds(1);
    private static final ServedModel MODEL = TestModels.animals();
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    private final FrameLedger ledger = open(PlanKind.FIXED);

    @Test
    void shouldCutTheSamplesIntoTasks() {
        List<NoiseTask> tasks = send(ledger);

        assertThat(tasks).extracting(NoiseTask::getTaskIndex).containsExactly(0, 1, 2, 3, 4);
        assertThat(tasks).extracting(NoiseTask::getFirstSample).containsExactly(0L, 20L, 45L, 70L, 95L);
        assertThat(tasks).extracting(NoiseTask::getSamples).containsExactly(20, 25, 25, 25, 25);
        assertThat(tasks).extracting(NoiseTask::getModelDigest).containsOnly(MODEL.digest());
        assertThat(tasks).extracting(NoiseTask::getDeadline).containsOnly(NOW.plusSeconds(60));
        assertThat(tasks).extracting(task -> task.getNoiseKey().bytes()).containsOnly(KEY.bytes());
    }

    @Test
    void shouldCertifyWhenAllTasksAgree() {
        send(ledger).forEach(task -> assertThat(
                        ledger.count(TestVotes.unanimous(task).build()))
                .isInstanceOf(Counting.Counted.class));

        CertifiedPrediction prediction = ledger.decide(NOW).orElseThrow();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(prediction.getClassIndex()).isEqualTo(1);
        assertThat(prediction.getLabel()).isEqualTo("bee");
        assertThat(prediction.getRadius()).isEqualTo(new FixedPlan(0.25, 0.001, 20, 100).largestRadius());
        assertThat(prediction.getSelectionCounts()).containsExactly(new ClassCount(1, "bee", "bee", 20));
        assertThat(prediction.getEstimationCounts()).containsExactly(new ClassCount(1, "bee", "bee", 100));
        assertThat(prediction.getSamplesUsed()).isEqualTo(120);
        assertThat(prediction.getBackend()).isEqualTo(TestVotes.BACKEND);
        assertThat(prediction.getGroundTruth()).isEqualTo(2);
        assertThat(prediction.getReceipt().getTasks()).isEqualTo(5);
        assertThat(prediction.getReceipt().getNoiseKey().bytes()).isEqualTo(KEY.bytes());
        assertThat(prediction.getReceipt().getInputSha256()) // of 48 zero bytes
                .isEqualTo("17b0761f87b081d5cf10757ccc89f12be355c70e2e29df288b65b30710dcbcd1");
    }

    @Test
    void shouldSayWhereTheFrameStandsIfThatWasNoted() {
        OpenFrame beforeThatWasNoted = OpenFrame.newBuilder(ledger.openFrame())
                .setInputPartition(-1)
                .setInputOffset(-1)
                .build();

        assertThat(ledger.missDeadline(NOW).getSource()).isEqualTo(new FrameSource(2, 17L, 3, 41L));
        assertThat(FrameNotes.modelReplaced(beforeThatWasNoted, NOW).getSource())
                .isNull();
    }

    @Test
    void shouldAbstainAndShowTheVotesWhenTheyDisagree() {
        for (NoiseTask task : send(ledger)) {
            int half = task.getSamples() / 2;
            ledger.count(TestVotes.answer(task, half, 0, half).build());
        }

        CertifiedPrediction prediction = ledger.decide(NOW).orElseThrow();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.ABSTAINED);
        assertThat(prediction.getAbstentionReason()).isEqualTo(AbstentionReason.NOT_CONFIDENT);
        assertThat(prediction.getClassIndex()).isNull();
        assertThat(prediction.getRadius()).isZero();
        assertThat(prediction.getEstimationCounts())
                .extracting(ClassCount::getVotes)
                .containsExactly(48, 48);
        assertThat(prediction.getInvalidSamples()).isEqualTo(4);
    }

    @Test
    void shouldPredictAClassWithoutARadius() {
        FrameLedger predicting = open(PlanKind.PREDICT);

        send(predicting)
                .forEach(task -> predicting.count(TestVotes.unanimous(task).build()));

        CertifiedPrediction prediction = predicting.decide(NOW).orElseThrow();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.PREDICTED);
        assertThat(prediction.getLabel()).isEqualTo("bee");
        assertThat(prediction.getRadius()).isZero();
        assertThat(prediction.getSelectionCounts()).isEmpty();
    }

    @Test
    void shouldDecideARadiusWithTheSamplesThatItTakes() {
        // Given
        FrameLedger sequential = open(PlanKind.SEQUENTIAL);
        List<NoiseTask> first = send(sequential);
        assertThat(first).extracting(NoiseTask::getTaskIndex).containsExactly(0, 1);
        assertThat(first).extracting(NoiseTask::getTasksAsked).containsOnly(2);
        sequential.count(TestVotes.unanimous(first.get(1)).build());
        assertThat(sequential.decide(NOW)).isEmpty();

        // When
        sequential.count(TestVotes.unanimous(first.get(0)).build());

        // Then
        CertifiedPrediction prediction = sequential.decide(NOW).orElseThrow();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(prediction.getPlan()).isEqualTo(PlanKind.SEQUENTIAL);
        assertThat(prediction.getTargetRadius()).isEqualTo(0.1);
        assertThat(prediction.getRadius()).isGreaterThanOrEqualTo(0.1);
        assertThat(prediction.getEstimationSamples()).isEqualTo(100);
        assertThat(prediction.getSamplesUsed()).isEqualTo(45);
        assertThat(prediction.getReceipt().getTasks()).isEqualTo(2);
    }

    @Test
    void shouldAskForFurtherTasksThroughItsStoredStateUntilTheRadiusIsDecided() {
        // Given
        FrameLedger current = open(PlanKind.SEQUENTIAL);
        List<Integer> asked = new ArrayList<>();
        List<Integer> soFar = new ArrayList<>();
        Optional<CertifiedPrediction> prediction = Optional.empty();

        // When: four in five agree.
        while (prediction.isEmpty()) {
            for (NoiseTask task : send(current)) {
                asked.add(task.getTaskIndex());
                soFar.add(task.getTasksAsked());
                current = FrameLedger.of(current.openFrame(), current.tallyState(), MODEL);
                int agree = task.getSamples() * 4 / 5;
                current.count(TestVotes.answer(task, task.getSamples() - agree, agree, 0)
                        .build());
            }
            prediction = current.decide(NOW);
        }

        // Then
        assertThat(asked).containsExactly(0, 1, 2, 3, 4);
        assertThat(soFar).as("tasks asked for by then").isSorted().startsWith(2).endsWith(5);
        assertThat(prediction.get().getAbstentionReason()).isEqualTo(AbstentionReason.NOT_CONFIDENT);
        assertThat(prediction.get().getLowerBound()).isBetween(0.59, 0.6);
        assertThat(prediction.get().getReceipt().getTasks()).isEqualTo(5);
    }

    @Test
    void shouldNotCountVotesOfATaskThatItDidNotAskFor() {
        FrameLedger sequential = open(PlanKind.SEQUENTIAL);
        assertThat(send(sequential)).hasSize(2);
        NoiseTask unasked = send(ledger).get(2);

        assertThat(sequential.count(TestVotes.unanimous(unasked).build()))
                .isEqualTo(new Counting.Malformed("task 2: only 2 were asked for"));
    }

    @Test
    void shouldNotHaveATaskVotedOnAgainThatItDidNotAskFor() {
        FrameLedger sequential = open(PlanKind.SEQUENTIAL);
        sequential.count(TestVotes.unanimous(send(sequential).get(0)).build());
        NoiseTask unasked = send(ledger).get(2);

        assertThat(sequential.count(
                        TestVotes.unanimous(unasked).setBackend("pytorch cuda").build()))
                .isInstanceOf(Counting.Malformed.class);
    }

    @Test
    void shouldSayWhatWasLookedAtWhenNothingMoreComes() {
        FrameLedger sequential = open(PlanKind.SEQUENTIAL);
        send(sequential)
                .forEach(task -> sequential.count(
                        TestVotes.answer(task, 0, task.getSamples() * 4 / 5, 0).build()));
        assertThat(sequential.decide(NOW)).isEmpty();

        CertifiedPrediction prediction = sequential.missDeadline(NOW);

        assertThat(prediction.getSamplesUsed()).isEqualTo(45);
        assertThat(prediction.getReceipt().getTasks()).isEqualTo(2);
    }

    @Test
    void shouldCountEachTaskOnceWhateverTheOrderAndThroughItsStoredState() {
        List<NoiseTask> deliveries = new ArrayList<>(send(ledger));
        deliveries.addAll(List.copyOf(deliveries));
        Collections.shuffle(deliveries, new Random(3));
        FrameLedger current = ledger;
        int counted = 0;

        for (NoiseTask task : deliveries) {
            current = FrameLedger.of(current.openFrame(), current.tallyState(), MODEL);
            counted += current.count(TestVotes.unanimous(task).build()) instanceof Counting.Counted ? 1 : 0;
        }

        assertThat(counted).isEqualTo(5);
        assertThat(current.decide(NOW).orElseThrow().getSamplesUsed()).isEqualTo(120);
    }

    @Test
    void shouldHaveATaskOfAnotherBackendVotedOnAgain() {
        List<NoiseTask> tasks = send(ledger);
        ledger.count(TestVotes.unanimous(tasks.get(0)).build());

        Counting counting = ledger.count(
                TestVotes.unanimous(tasks.get(1)).setBackend("pytorch cuda").build());

        assertThat(counting).isEqualTo(new Counting.OtherBackend(tasks.get(1)));
        assertThat(ledger.tallyState().getSelection()).containsExactly(0, 20, 0);
        assertThat(ledger.tallyState().getEstimation()).containsExactly(0, 0, 0);
    }

    @Test
    void shouldTakeTasksThatWereNotRunAsVotesAgainstWhateverTheBackend() {
        List<NoiseTask> tasks = send(ledger);
        ledger.count(TestVotes.failed(tasks.get(1)).build());
        ledger.count(TestVotes.unanimous(tasks.get(0)).build());
        ledger.count(TestVotes.failed(tasks.get(2)).setVotes(List.of()).build()); // of a worker with another bundle
        ledger.count(TestVotes.unanimous(tasks.get(3)).build());
        ledger.count(TestVotes.unanimous(tasks.get(4)).build());

        CertifiedPrediction prediction = ledger.decide(NOW).orElseThrow();
        assertThat(prediction.getOutcome()).isEqualTo(Outcome.ABSTAINED);
        assertThat(prediction.getInvalidSamples()).isEqualTo(50);
        assertThat(prediction.getSamplesUsed()).isEqualTo(120);
        assertThat(prediction.getBackend()).isEqualTo(TestVotes.BACKEND);
    }

    @Test
    void shouldNotCountVotesThatDoNotFitTheirTask() {
        NoiseTask task = send(ledger).get(1);

        assertMalformed(TestVotes.unanimous(task).setTaskIndex(5), "task 5: must be from 0 to 4");
        assertMalformed(TestVotes.unanimous(task).setTaskIndex(-1), "task -1");
        assertMalformed(TestVotes.unanimous(task).setFirstSample(21), "task 1 has 25 samples from 20");
        assertMalformed(TestVotes.unanimous(task).setSamples(24), "the votes are for 24 from 20");
        assertMalformed(TestVotes.unanimous(task).setInvalid(1), "votes of 26 samples");
        assertMalformed(TestVotes.unanimous(task).setVotes(List.of(-1, 26, 0)), "-1");
        assertMalformed(TestVotes.unanimous(task).setVotes(List.of(0, 25)), "votes over 2 classes");
        assertMalformed(TestVotes.unanimous(task).setModelDigest("other"), "votes of bundle other");
        assertThat(ledger.tallyState().getCounted().remaining()).isZero();
    }

    @Test
    void shouldIgnoreVotesUnderTheKeyOfAnEarlierFrameWithItsId() {
        NoiseTask task = send(ledger).get(1);
        byte[] other = new byte[NoiseKey.BYTES];
        other[0] = 1;

        Counting counting = ledger.count(
                TestVotes.unanimous(task).setNoiseKey(new NoiseKey256(other)).build());

        assertThat(counting).isInstanceOf(Counting.Stale.class);
        assertThat(ledger.tallyState().getCounted().remaining()).isZero();
    }

    @Test
    void shouldSayWhatWasCountedWhenTheDeadlinePasses() {
        ledger.count(TestVotes.unanimous(send(ledger).get(1)).build());

        CertifiedPrediction prediction = ledger.missDeadline(NOW);

        assertThat(prediction.getAbstentionReason()).isEqualTo(AbstentionReason.DEADLINE);
        assertThat(prediction.getSamplesUsed()).isEqualTo(25);
    }

    @Test
    void shouldAnswerAtTheDeadlineWithWhatVotesSayWithoutTheMissingOnes() {
        List<NoiseTask> tasks = send(ledger);
        tasks.subList(0, 4)
                .forEach(task -> ledger.count(TestVotes.unanimous(task).build()));

        CertifiedPrediction prediction = ledger.missDeadline(NOW);

        assertThat(prediction.getOutcome()).isEqualTo(Outcome.CERTIFIED);
        assertThat(prediction.getInvalidSamples()).isEqualTo(25);
        assertThat(prediction.getSamplesUsed()).isEqualTo(120);
        assertThat(prediction.getLowerBound())
                .isEqualTo(ClopperPearson.lowerBound(75, 100, 0.001), within(GridNoise.SAMPLE_ERROR * 2));
        assertThat(prediction.getReceipt().getTasks()).isEqualTo(5);
    }

    @Test
    void shouldNotChooseTheClassAtTheDeadlineByWhatCameInTime() {
        List<NoiseTask> tasks = send(ledger);
        tasks.subList(1, 5)
                .forEach(task -> ledger.count(TestVotes.unanimous(task).build()));

        assertThat(ledger.missDeadline(NOW).getAbstentionReason()).isEqualTo(AbstentionReason.DEADLINE);
    }

    @Test
    void shouldSendTasksInPartsThroughItsStoredState() {
        assertThat(ledger.begun()).isFalse();
        assertThat(ledger.toBeSent(false)).isEqualTo(5);
        assertThat(ledger.send(2)).extracting(NoiseTask::getTaskIndex).containsExactly(0, 1);
        ledger.count(TestVotes.unanimous(
                        NoiseTask.newBuilder(open(PlanKind.FIXED).send(1).get(0))
                                .build())
                .build());

        FrameLedger again = FrameLedger.of(ledger.openFrame(), ledger.tallyState(), MODEL);
        assertThat(again.underWay()).isEqualTo(1);
        assertThat(again.send(100)).extracting(NoiseTask::getTaskIndex).containsExactly(2, 3, 4);
        assertThat(again.toBeSent(false)).isZero();
        TallyState ofAnEarlierVersion =
                TallyState.newBuilder(ledger.tallyState()).setSent(null).build();
        assertThat(FrameLedger.of(ledger.openFrame(), ofAnEarlierVersion, MODEL).toBeSent(false))
                .as("it sent at once what it asked for")
                .isZero();
    }

    private static List<NoiseTask> send(FrameLedger ledger) {
        return ledger.send(ledger.toBeSent(false));
    }

    private void assertMalformed(dev.steadfast.avro.VoteBatch.Builder votes, String message) {
        Counting counting = ledger.count(votes.build());
        assertThat(counting).isInstanceOf(Counting.Malformed.class);
        assertThat(((Counting.Malformed) counting).message()).contains(message);
    }

    private static FrameLedger open(PlanKind plan) {
        AcceptedFrame frame = AcceptedFrame.newBuilder()
                .setFrameId("f-1")
                .setCameraId("door")
                .setCapturedAt(TestFrames.NOON)
                .setAcceptedAt(NOW)
                .setGroundTruth(2)
                .setPlan(plan)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(plan == PlanKind.PREDICT ? 0 : 20)
                .setEstimationSamples(100)
                .setTargetRadius(plan == PlanKind.SEQUENTIAL ? 0.1 : 0)
                .setInputHeight(4)
                .setInputWidth(4)
                .setImage(ByteBuffer.wrap(new byte[48]))
                .setContentSha256("c")
                .setSourcePartition(2)
                .setSourceOffset(17)
                .build();
        return FrameLedger.open(
                FrameNotes.note(
                        new CommittedFrame(frame, 3, 41, Optional.empty()),
                        KEY,
                        MODEL.name(),
                        MODEL.digest(),
                        TestFrames.SETTINGS,
                        NOW),
                MODEL);
    }
}
