package dev.steadfast.chaos.invariants;

import dev.steadfast.chaos.evidence.Evidence;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Checks what a run left in the topics. */
public final class Invariants {

    private Invariants() {}

    /**
     * Everything that is wrong.
     *
     * @param acknowledged ids of frames that brokers or a gateway have said to have
     */
    public static List<Violation> violations(Evidence evidence, Set<String> acknowledged) {
        return Stream.concat(AnswerRules.check(evidence, acknowledged).stream(), VoteRules.check(evidence).stream())
                .toList();
    }
}
