package dev.steadfast.chaos.invariants;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.chaos.evidence.Evidence;
import dev.steadfast.chaos.evidence.Predicted;
import dev.steadfast.chaos.evidence.TaskRecord;
import dev.steadfast.chaos.evidence.VoteRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Each prediction of a fixed plan against the tasks that were sent for it and the votes that were cast on them: counted here again, from the topics, with none of
 * the topology's code.
 */
final class VoteRules {

    private final Evidence evidence;
    private final Map<String, List<TaskRecord>> tasks = new HashMap<>();
    private final Map<String, Map<Integer, List<VoteRecord>>> votes = new HashMap<>();
    private final Map<String, String> frameByKey = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private VoteRules(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Violation> check(Evidence evidence) {
        VoteRules rules = new VoteRules(evidence);
        evidence.tasks().forEach(task -> rules.tasks
                .computeIfAbsent(task.frameId(), none -> new ArrayList<>())
                .add(task));
        evidence.votes().forEach(vote -> rules.votes
                .computeIfAbsent(vote.frameId() + " " + vote.noiseKey(), none -> new TreeMap<>())
                .computeIfAbsent(vote.taskIndex(), none -> new ArrayList<>())
                .add(vote));
        rules.drawnOnce();
        rules.sameVotes();
        for (Predicted predicted : rules.evidence.predictions()) {
            if (predicted.prediction().getPlan() == PlanKind.FIXED) {
                rules.check(predicted);
                DecisionRule.check(predicted).ifPresent(rules.violations::add);
            }
        }
        return rules.violations;
    }

    private void drawnOnce() {
        for (TaskRecord task : evidence.tasks()) {
            String other = frameByKey.putIfAbsent(task.noiseKey(), task.frameId());
            if (other != null && !other.equals(task.frameId())) {
                violations.add(new Violation(
                        Rule.DRAWN_ONCE,
                        "%s has the noise of frame %s for frame %s".formatted(task.place(), other, task.frameId())));
            }
        }
        tasks.forEach((id, sent) -> {
            long keys = sent.stream().map(TaskRecord::noiseKey).distinct().count();
            if (keys > 1) {
                violations.add(new Violation(
                        Rule.DRAWN_ONCE,
                        "tasks of frame %s have %d noise keys: %s"
                                .formatted(
                                        id,
                                        keys,
                                        sent.stream().map(TaskRecord::place).toList())));
            }
        });
    }

    private void sameVotes() {
        votes.values().stream().flatMap(byTask -> byTask.values().stream()).forEach(cast -> {
            List<VoteRecord> run = cast.stream().filter(vote -> !vote.failed()).toList();
            if (run.stream().anyMatch(vote -> !vote.agreesWith(run.get(0)))) {
                violations.add(new Violation(
                        Rule.SAME_VOTES,
                        "votes on task %d of frame %s differ: %s"
                                .formatted(
                                        cast.get(0).taskIndex(),
                                        cast.get(0).frameId(),
                                        cast.stream().map(VoteRecord::place).toList())));
            }
        });
    }

    private void check(Predicted predicted) {
        CertifiedPrediction prediction = predicted.prediction();
        int n0 = prediction.getSelectionSamples();
        int n = prediction.getEstimationSamples();
        int size = prediction.getReceipt().getTaskSamples();
        int planned = (n0 + size - 1) / size + (n + size - 1) / size;
        List<TaskRecord> sent = tasks.getOrDefault(prediction.getFrameId(), List.of());
        int[] times = new int[planned];
        sent.forEach(task -> {
            if (task.taskIndex() < planned) {
                times[task.taskIndex()]++;
            }
        });
        boolean complete = prediction.getSamplesUsed() == n0 + n;
        if (sent.stream().anyMatch(task -> task.taskIndex() >= planned)
                || Arrays.stream(times).anyMatch(count -> count > 1)
                || (complete && Arrays.stream(times).anyMatch(count -> count != 1))) {
            violations.add(new Violation(
                    Rule.TASKS_OF_THE_PLAN,
                    "frame %s has %d tasks in its plan; they were sent %s times: %s"
                            .formatted(
                                    prediction.getFrameId(),
                                    planned,
                                    Arrays.toString(times),
                                    sent.stream().map(TaskRecord::place).toList())));
        }
        count(predicted, n0, complete);
    }

    /** All of the votes where the prediction has all; where its deadline came first, no more than there are. */
    private void count(Predicted predicted, int n0, boolean all) {
        boolean complete = all;
        CertifiedPrediction prediction = predicted.prediction();
        String key = Evidence.hex(prediction.getReceipt().getNoiseKey().bytes());
        Map<Integer, Integer> selection = new TreeMap<>();
        Map<Integer, Integer> estimation = new TreeMap<>();
        int invalid = 0;
        for (List<VoteRecord> cast : votes.getOrDefault(prediction.getFrameId() + " " + key, Map.of())
                .values()) {
            VoteRecord vote =
                    cast.stream().filter(one -> !one.failed()).findFirst().orElse(cast.get(0));
            boolean givenUpOnce = cast.stream().anyMatch(VoteRecord::failed) && !vote.failed();
            complete &= !givenUpOnce; // whichever came first was counted
            invalid += givenUpOnce ? vote.samples() : 0;
            Map<Integer, Integer> counts = vote.firstSample() < n0 ? selection : estimation;
            for (int cls = 0; cls < vote.perClass().size(); cls++) {
                if (vote.perClass().get(cls) > 0) {
                    counts.merge(cls, vote.perClass().get(cls), Integer::sum);
                }
            }
            invalid += vote.invalid();
        }
        Map<Integer, Integer> saidSelection = counts(prediction.getSelectionCounts());
        Map<Integer, Integer> saidEstimation = counts(prediction.getEstimationCounts());
        boolean right = complete
                ? selection.equals(saidSelection)
                        && estimation.equals(saidEstimation)
                        && invalid == prediction.getInvalidSamples()
                : isWithin(saidSelection, selection)
                        && isWithin(saidEstimation, estimation)
                        && prediction.getInvalidSamples() <= invalid;
        if (!right) {
            violations.add(new Violation(
                    Rule.COUNTED_ONCE,
                    "%s counts %s and %s and %d invalid for frame %s; its votes are %s and %s and %d invalid"
                            .formatted(
                                    predicted.place(),
                                    saidSelection,
                                    saidEstimation,
                                    prediction.getInvalidSamples(),
                                    prediction.getFrameId(),
                                    selection,
                                    estimation,
                                    invalid)));
        }
    }

    private static Map<Integer, Integer> counts(List<ClassCount> said) {
        Map<Integer, Integer> counts = new TreeMap<>();
        said.forEach(count -> counts.merge(count.getClassIndex(), count.getVotes(), Integer::sum));
        return counts;
    }

    private static boolean isWithin(Map<Integer, Integer> some, Map<Integer, Integer> all) {
        return some.entrySet().stream().allMatch(count -> count.getValue() <= all.getOrDefault(count.getKey(), 0));
    }
}
