package dev.steadfast.streams.routing;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** A part of a YAML document that knows where it stands. Whatever is wrong is an {@link IllegalArgumentException} that begins with that place. */
final class YamlNode {

    private final String place;
    private final Object value;

    /** Keys that were asked for. */
    private final Set<String> asked = new HashSet<>();

    private YamlNode(String place, Object value) {
        this.place = place;
        this.value = value;
    }

    static YamlNode root(Object document) {
        return new YamlNode("", document);
    }

    YamlNode required(String key) {
        return optional(key).orElseThrow(() -> wrong("must have the key " + key));
    }

    Optional<YamlNode> optional(String key) {
        asked.add(key);
        Object found = mapping().get(key);
        return found == null ? Optional.empty() : Optional.of(new YamlNode(at(key), found));
    }

    /** The value of a key, or what it is without. */
    YamlNode optional(String key, Object otherwise) {
        return optional(key).orElseGet(() -> new YamlNode(at(key), otherwise));
    }

    /** The entries of a mapping whose keys are names. */
    Map<String, YamlNode> entries() {
        Map<String, YamlNode> entries = new LinkedHashMap<>();
        mapping().forEach((key, it) -> {
            String name = String.valueOf(key);
            if (it == null) {
                throw new YamlNode(at(name), "").wrong("must not be empty");
            }
            entries.put(name, new YamlNode(at(name), it));
        });
        if (entries.isEmpty()) {
            throw wrong("must not be empty");
        }
        return entries;
    }

    /** The items of a list; there is at least one. */
    List<YamlNode> items() {
        if (!(value instanceof List<?> list) || list.isEmpty() || list.contains(null)) {
            throw wrong("must be a list of one item or more");
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> new YamlNode("%s[%d]".formatted(place, i), list.get(i)))
                .toList();
    }

    double number() {
        if (!(value instanceof Number number)) {
            throw wrong("must be a number, was '%s'".formatted(value));
        }
        return number.doubleValue();
    }

    /** What a text stands for. */
    <T> T map(Function<String, T> meaning) {
        if (value instanceof Map || value instanceof List) {
            throw wrong("must be a text");
        }
        return check(() -> meaning.apply(value.toString()));
    }

    /** Makes something of this node; what is refused is refused with its place. */
    <T> T check(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Notices a slip of the pen: a key that nobody has asked for. */
    void requireNoMore() {
        Set<String> unknown = new TreeSet<>();
        mapping().keySet().forEach(key -> unknown.add(String.valueOf(key)));
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            throw wrong("there is no key %s here, there are %s".formatted(unknown, new TreeSet<>(asked)));
        }
    }

    private Map<?, ?> mapping() {
        if (!(value instanceof Map<?, ?> mapping)) {
            throw wrong("must be a mapping of keys to values");
        }
        return mapping;
    }

    private String at(String key) {
        return place.isEmpty() ? key : place + "." + key;
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(place.isEmpty() ? what : place + ": " + what);
    }
}
