package dev.steadfast.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Everything that fixes a run's result, as words: data, networks by their SHA-256, objective, schedule, seed. Two runs of one
 * recipe, on one machine, give the same weights.
 *
 * @param values by name, in the order in which people would read them
 */
public record Recipe(Map<String, String> values) {

    /** Copies the map, keeping its order. */
    public Recipe {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** @throws TrainingException naming the first difference, if the recipes differ */
    void requireSame(Recipe begun, Object where) {
        for (String name : values.keySet()) {
            requireSame(name, values.get(name), begun.values.get(name), where);
        }
        for (String name : begun.values.keySet()) {
            requireSame(name, values.get(name), begun.values.get(name), where);
        }
    }

    private static void requireSame(
            String name,
            @org.jspecify.annotations.Nullable String asked,
            @org.jspecify.annotations.Nullable String begun,
            Object where) {
        if (!Objects.equals(asked, begun)) {
            throw new TrainingException(where + " holds a run with " + name + " " + begun + ", but " + asked
                    + " is asked for: go on with the same recipe, or choose another folder");
        }
    }
}
