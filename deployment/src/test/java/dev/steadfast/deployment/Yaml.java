package dev.steadfast.deployment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * A value of a YAML document, asked by path.
 *
 * @param value a map, a list, a scalar, or null where the document has nothing
 */
record Yaml(@Nullable Object value) {

    /** All documents of a text; a key that is given twice is an error. */
    static List<Yaml> documents(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(500);
        org.yaml.snakeyaml.Yaml parser = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options));
        return StreamSupport.stream(parser.loadAll(text).spliterator(), false)
                .filter(Objects::nonNull)
                .map(Yaml::new)
                .toList();
    }

    /** The value below these keys, one after the other; numbers count in lists. */
    Yaml at(Object... path) {
        @Nullable Object found = value;
        for (Object key : path) {
            if (found instanceof Map<?, ?> map) {
                found = map.get(key);
            } else if (found instanceof List<?> list && key instanceof Integer index && index < list.size()) {
                found = list.get(index);
            } else {
                return new Yaml(null);
            }
        }
        return new Yaml(found);
    }

    boolean isPresent() {
        return value != null;
    }

    /** Empty where there is nothing. */
    String text() {
        return value == null ? "" : value.toString();
    }

    Optional<Long> number() {
        return value instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    boolean isTrue() {
        return Boolean.TRUE.equals(value);
    }

    /** The elements of a list; none where there is nothing. */
    List<Yaml> list() {
        return value instanceof List<?> list
                ? list.stream().<Yaml>map(Yaml::new).toList()
                : List.of();
    }

    List<String> texts() {
        return list().stream().map(Yaml::text).toList();
    }

    /** The keys of a map, in their order; none where there is nothing. */
    List<String> keys() {
        return value instanceof Map<?, ?> map
                ? map.keySet().stream().map(String::valueOf).toList()
                : List.of();
    }
}
