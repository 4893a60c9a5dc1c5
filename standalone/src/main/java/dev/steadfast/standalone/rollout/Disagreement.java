package dev.steadfast.standalone.rollout;

import dev.steadfast.standalone.rollout.TrialPair.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * How a bundle on trial compares with the one that answers, over the frames that both were given.
 *
 * @param answering the bundle that answers
 * @param onTrial the bundle that shadows it
 * @param pairs all of them
 */
record Disagreement(String answering, String onTrial, List<TrialPair> pairs) {

    private static final double MILLIS = 1000;

    /** One for each two bundles, in the order in which they first met. */
    static List<Disagreement> of(List<TrialPair> pairs) {
        Map<List<String>, List<TrialPair>> groups = new LinkedHashMap<>();
        for (TrialPair pair : pairs) {
            groups.computeIfAbsent(List.of(pair.answer().bundle(), pair.trial().bundle()), first -> new ArrayList<>())
                    .add(pair);
        }
        return groups.entrySet().stream()
                .map(group ->
                        new Disagreement(group.getKey().get(0), group.getKey().get(1), List.copyOf(group.getValue())))
                .toList();
    }

    Map<Kind, Integer> counts() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            counts.put(kind, of(kind).size());
        }
        return counts;
    }

    List<TrialPair> of(Kind kind) {
        return pairs.stream().filter(pair -> pair.kind() == kind).toList();
    }

    /** The frames that both voted on. */
    List<TrialPair> voted() {
        return pairs.stream().filter(pair -> pair.kind() != Kind.NOT_VOTED).toList();
    }

    /** How often each certified, of the frames that asked both for a radius. */
    PairedShares certified() {
        return PairedShares.of(seekingRadius(), TrialAnswer::certified);
    }

    private List<TrialPair> seekingRadius() {
        return voted().stream()
                .filter(pair -> pair.answer().seeksRadius() && pair.trial().seeksRadius())
                .toList();
    }

    /** How often each gave a class at all. */
    PairedShares decided() {
        return PairedShares.of(voted(), answer -> answer.className() != null);
    }

    /** How often each certified the right class, of those with ground truth. */
    PairedShares certifiedAndRight() {
        List<TrialPair> labelled = seekingRadius().stream()
                .filter(pair -> pair.answer().right().isPresent()
                        && pair.trial().right().isPresent())
                .toList();
        return PairedShares.of(
                labelled, answer -> answer.certified() && answer.right().orElse(false));
    }

    /** The frames on which radii can be compared: both certified, under the same noise. */
    List<TrialPair> certifiedByBoth() {
        return pairs.stream()
                .filter(pair -> pair.answer().certified() && pair.trial().certified())
                .filter(pair -> pair.answer().sigma() == pair.trial().sigma())
                .toList();
    }

    static OptionalDouble mean(List<TrialPair> pairs, ToDoubleFunction<TrialPair> value) {
        return pairs.stream().mapToDouble(value).average();
    }

    static double seconds(TrialAnswer answer) {
        return answer.latency().toMillis() / MILLIS;
    }
}
