package dev.steadfast.chaos.invariants;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.NoiseKey256;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.chaos.evidence.Evidence;
import dev.steadfast.chaos.evidence.FrameRecord;
import dev.steadfast.chaos.evidence.Place;
import dev.steadfast.chaos.evidence.Predicted;
import dev.steadfast.chaos.evidence.Rejected;
import dev.steadfast.chaos.evidence.TaskRecord;
import dev.steadfast.chaos.evidence.VoteRecord;
import dev.steadfast.schemas.Topics;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a run left, to be spoilt: frames whose ten samples of selection and twenty of estimation all went to class 2, in tasks of ten. */
final class Scene {

    private static final FixedPlan PLAN = new FixedPlan(0.25, 0.001, 10, 20);
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final int ALL = 10;

    final List<FrameRecord> frames = new ArrayList<>();
    final List<TaskRecord> tasks = new ArrayList<>();
    final List<VoteRecord> votes = new ArrayList<>();
    final List<Predicted> predictions = new ArrayList<>();
    final List<Rejected> rejections = new ArrayList<>();
    final Set<String> acknowledged = new HashSet<>();

    /** A frame that was answered as it should be. */
    Scene answered(String id) {
        Place place = published(id, "content of " + id);
        String key = Evidence.hex(key(id));
        for (int task = 0; task < 3; task++) {
            Place at = new Place("votes", 0, votes.size());
            tasks.add(new TaskRecord(new Place("noise-tasks", 0, tasks.size()), id, key, task, task * 10L, ALL));
            votes.add(new VoteRecord(at, id, key, task, task * 10L, ALL, List.of(0, 0, ALL), 0, false));
        }
        predict(prediction(id, place).build());
        return this;
    }

    Place published(String id, String content) {
        Place place = new Place(Topics.FRAMES.name(), 0, frames.size());
        frames.add(new FrameRecord(place, id, content));
        acknowledged.add(id);
        return place;
    }

    void predict(CertifiedPrediction prediction) {
        predictions.add(new Predicted(new Place("certified-predictions", 0, predictions.size()), prediction));
    }

    void reject(String id, Place frame, RejectionReason reason) {
        rejections.add(new Rejected(
                new Place("rejected-frames", 0, rejections.size()),
                RejectedFrame.newBuilder()
                        .setFrameId(id)
                        .setReason(reason)
                        .setMessage("")
                        .setRejectedAt(NOON)
                        .setSourceTopic(frame.topic())
                        .setSourcePartition(frame.partition())
                        .setSourceOffset(frame.offset())
                        .build()));
    }

    static CertifiedPrediction.Builder prediction(String id, Place frame) {
        var outcome = (Certified)
                PLAN.decide(new VoteCounts(new int[] {0, 0, 10}, 0), new VoteCounts(new int[] {0, 0, 20}, 0));
        return CertifiedPrediction.newBuilder()
                .setFrameId(id)
                .setCameraId("door")
                .setOutcome(Outcome.CERTIFIED)
                .setClassIndex(2)
                .setRadius(outcome.radius())
                .setLowerBound(outcome.pLower())
                .setSelectionCounts(List.of(count(2, 10)))
                .setEstimationCounts(List.of(count(2, 20)))
                .setInvalidSamples(0)
                .setSamplesUsed(30)
                .setPlan(PlanKind.FIXED)
                .setSigma(0.25)
                .setAlpha(0.001)
                .setSelectionSamples(10)
                .setEstimationSamples(20)
                .setModelName("animals")
                .setModelDigest("d")
                .setBackend("b")
                .setCapturedAt(NOON)
                .setAcceptedAt(NOON)
                .setCompletedAt(NOON)
                .setReceipt(Receipt.newBuilder()
                        .setNoiseKey(new NoiseKey256(key(id)))
                        .setTaskSamples(10)
                        .setTasks(3)
                        .setInputHeight(32)
                        .setInputWidth(32)
                        .setInputSha256("s")
                        .build())
                .setSource(FrameSource.newBuilder()
                        .setFramePartition(frame.partition())
                        .setFrameOffset(frame.offset())
                        .setInputPartition(0)
                        .setInputOffset(0)
                        .build());
    }

    static ClassCount count(int cls, int votes) {
        return ClassCount.newBuilder()
                .setClassIndex(cls)
                .setLabel("")
                .setVotes(votes)
                .build();
    }

    static byte[] key(String id) {
        byte[] key = new byte[32];
        key[0] = (byte) id.hashCode();
        key[1] = (byte) (id.hashCode() >> 8);
        return key;
    }

    List<Violation> violations() {
        return Invariants.violations(
                new Evidence(frames, List.of(), tasks, votes, predictions, rejections), acknowledged);
    }
}
