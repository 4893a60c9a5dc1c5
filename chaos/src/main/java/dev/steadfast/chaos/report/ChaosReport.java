package dev.steadfast.chaos.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.chaos.invariants.Rule;
import dev.steadfast.chaos.invariants.Violation;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run came to.
 *
 * @param seed of the run
 * @param recoveries of its faults, in their order
 * @param counts of what was looked at, by what it is
 * @param violations all that is wrong
 */
public record ChaosReport(long seed, List<Recovery> recoveries, Map<String, Long> counts, List<Violation> violations) {

    private static final double MILLIS = 1000;

    public ChaosReport {
        recoveries = List.copyOf(recoveries);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        violations = List.copyOf(violations);
    }

    private Map<String, List<Recovery>> bySort() {
        return recoveries.stream()
                .collect(Collectors.groupingBy(one -> one.fault().sort(), TreeMap::new, Collectors.toList()));
    }

    /** For people. */
    public String text() {
        StringBuilder text = new StringBuilder(
                "seed %d: %d faults, %d violations%n%n".formatted(seed, recoveries.size(), violations.size()));
        counts.forEach((what, count) -> text.append("%-40s %8d%n".formatted(what, count)));
        text.append("%n%-28s %7s %16s %10s %8s%n"
                .formatted("seconds until predictions flow", "faults", "of that by fault", "median", "most"));
        bySort().forEach((sort, faults) -> {
            double[] seconds = seconds(faults);
            text.append("%-28s %7d %16.1f %10s %8s%n"
                    .formatted(
                            sort,
                            faults.size(),
                            faults.stream()
                                            .mapToLong(
                                                    one -> one.fault().lasts().toMillis())
                                            .average()
                                            .orElse(0)
                                    / MILLIS,
                            words(median(seconds)),
                            words(seconds[seconds.length - 1])));
        });
        for (Rule rule : Rule.values()) {
            List<Violation> broken =
                    violations.stream().filter(one -> one.rule() == rule).toList();
            text.append("%n%-70s %s%n"
                    .formatted(rule.words(), broken.isEmpty() ? "holds" : "VIOLATED " + broken.size() + " times")
                    .stripTrailing());
            broken.forEach(one -> text.append("%n    ".formatted()).append(one.what()));
        }
        return text.toString();
    }

    /** For programs. */
    public ObjectNode json() {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("seed", seed);
        report.put("faults", recoveries.size());
        ObjectNode counted = report.putObject("counts");
        counts.forEach(counted::put);
        ArrayNode each = report.putArray("recoveries");
        for (Recovery one : recoveries) {
            ObjectNode node = each.addObject();
            node.put("fault", one.fault().sort());
            node.put("targets", one.fault().targets().toString());
            node.put("began", one.began().toString());
            node.put("lasted", one.fault().lasts().toMillis() / MILLIS);
            one.took().map(Duration::toMillis).ifPresent(millis -> node.put("recovered", millis / MILLIS));
            node.put("alone", one.alone());
        }
        ArrayNode wrong = report.putArray("violations");
        violations.forEach(one -> wrong.addObject()
                .put("rule", one.rule().name().toLowerCase(Locale.ROOT))
                .put("what", one.what()));
        return report;
    }

    /** Sorted; what never recovered takes for ever. */
    private static double[] seconds(List<Recovery> faults) {
        return faults.stream()
                .mapToDouble(
                        one -> one.took().map(took -> took.toMillis() / MILLIS).orElse(Double.POSITIVE_INFINITY))
                .sorted()
                .toArray();
    }

    private static double median(double[] sorted) {
        return Arrays.stream(sorted).skip((sorted.length - 1) / 2).findFirst().orElse(Double.NaN);
    }

    private static String words(double seconds) {
        return Double.isInfinite(seconds) ? "never" : String.format(Locale.ROOT, "%.1f", seconds);
    }
}
