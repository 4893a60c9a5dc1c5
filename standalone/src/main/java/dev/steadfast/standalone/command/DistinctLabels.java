package dev.steadfast.standalone.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Labels made distinct, as those of a bundle must be: of labels that occur again, the second gets " (2)" behind it, the third " (3)", and so
 * on, numbers that make a label which is there already being passed over.
 *
 * @param labels in their order, all different
 * @param notes what was changed, a line for each label that occurs again, with line numbers from 1
 */
public record DistinctLabels(List<String> labels, List<String> notes) {

    /** Makes them so. */
    public static DistinctLabels of(List<String> labels) {
        Set<String> taken = new HashSet<>(labels);
        Map<String, List<String>> lines = new HashMap<>();
        Map<String, List<String>> names = new LinkedHashMap<>();
        List<String> distinct = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            List<String> named = names.computeIfAbsent(label, key -> new ArrayList<>());
            String name = named.isEmpty() ? label : numbered(label, named.size() + 1, taken);
            named.add(name);
            lines.computeIfAbsent(label, key -> new ArrayList<>()).add(String.valueOf(i + 1));
            distinct.add(name);
        }
        List<String> notes = names.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(entry -> "\"%s\" stands in lines %s; the labels are %s"
                        .formatted(
                                entry.getKey(),
                                String.join(", ", lines.getOrDefault(entry.getKey(), List.of())),
                                quoted(entry.getValue())))
                .toList();
        return new DistinctLabels(List.copyOf(distinct), notes);
    }

    private static String numbered(String label, int number, Set<String> taken) {
        int free = number;
        while (!taken.add(label + " (" + free + ")")) {
            free++;
        }
        return label + " (" + free + ")";
    }

    private static String quoted(List<String> names) {
        return String.join(", ", names.stream().map(name -> "\"" + name + "\"").toList());
    }
}
