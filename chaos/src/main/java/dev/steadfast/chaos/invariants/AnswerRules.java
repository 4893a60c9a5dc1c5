package dev.steadfast.chaos.invariants;

import dev.steadfast.avro.RejectionReason;
import dev.steadfast.chaos.evidence.Evidence;
import dev.steadfast.chaos.evidence.FrameRecord;
import dev.steadfast.chaos.evidence.Place;
import dev.steadfast.chaos.evidence.Predicted;
import dev.steadfast.chaos.evidence.Rejected;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Frames in are predictions and rejections out, one each. A record has its answer at its place; one that is equal to another, with the same id, may have it at
 * that one's.
 */
final class AnswerRules {

    private record Content(String frameId, String content) {}

    private final Evidence evidence;
    private final Map<Place, List<Place>> answersByFrame = new HashMap<>();
    private final Map<String, List<Place>> settledById = new HashMap<>();
    private final Set<Place> settledAt = new HashSet<>();
    private final List<Violation> violations = new ArrayList<>();

    private AnswerRules(Evidence evidence) {
        this.evidence = evidence;
    }

    static List<Violation> check(Evidence evidence, Set<String> acknowledged) {
        AnswerRules rules = new AnswerRules(evidence);
        rules.sort();
        rules.kept(acknowledged);
        rules.answered();
        rules.once();
        return rules.violations;
    }

    private void sort() {
        for (Predicted predicted : evidence.predictions()) {
            note(predicted.frame(), predicted.place());
            settle(predicted.prediction().getFrameId(), predicted.frame(), predicted.place());
        }
        for (Rejected rejected : evidence.rejections()) {
            note(rejected.frame(), rejected.place());
            String id = rejected.rejection().getFrameId();
            if (id != null && rejected.rejection().getReason() == RejectionReason.ANSWER_LOST) {
                settle(id, rejected.frame(), rejected.place());
            }
        }
    }

    private void note(Place frame, Place answer) {
        answersByFrame.computeIfAbsent(frame, none -> new ArrayList<>()).add(answer);
    }

    /** An answer that holds for all equal records with the id. */
    private void settle(String id, Place frame, Place answer) {
        settledById.computeIfAbsent(id, none -> new ArrayList<>()).add(answer);
        settledAt.add(frame);
    }

    private void kept(Set<String> acknowledged) {
        Set<String> lost = new TreeSet<>(acknowledged);
        evidence.frames().forEach(frame -> lost.remove(frame.frameId()));
        lost.forEach(id -> violations.add(
                new Violation(Rule.KEPT, "frame %s was acknowledged, and is in no record of frames".formatted(id))));
    }

    private void answered() {
        Set<Place> places = new HashSet<>();
        Set<Content> settled = new HashSet<>();
        for (FrameRecord frame : evidence.frames()) {
            places.add(frame.place());
            if (settledAt.contains(frame.place())) {
                settled.add(new Content(frame.frameId(), frame.content()));
            }
        }
        for (FrameRecord frame : evidence.frames()) {
            if (!answersByFrame.containsKey(frame.place())
                    && !settled.contains(new Content(frame.frameId(), frame.content()))) {
                violations.add(new Violation(
                        Rule.ANSWERED,
                        "frame %s at %s has no answer; accepted %d times"
                                .formatted(
                                        frame.frameId(),
                                        frame.place(),
                                        evidence.accepted().stream()
                                                .filter(frame.frameId()::equals)
                                                .count())));
            }
        }
        answersByFrame.forEach((frame, answers) -> {
            if (!places.contains(frame)) {
                violations.add(new Violation(
                        Rule.ANSWERS_A_FRAME, "%s answer %s, where no frame is".formatted(answers, frame)));
            }
        });
    }

    private void once() {
        answersByFrame.forEach((frame, answers) -> {
            if (answers.size() > 1) {
                violations.add(new Violation(Rule.ANSWERED_ONCE, "%s is answered at %s".formatted(frame, answers)));
            }
        });
        settledById.forEach((id, answers) -> {
            if (answers.size() > 1) {
                violations.add(new Violation(Rule.ANSWERED_ONCE, "frame %s is answered at %s".formatted(id, answers)));
            }
        });
    }
}
