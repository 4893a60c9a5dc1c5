package dev.steadfast.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A part of a YAML document that knows where it stands, for files that are more than keys and values. Whatever is wrong is an
 * {@link IllegalArgumentException} that begins with that place.
 *
 * <p>Threading notes: remembers which keys were asked for, so for one thread.
 */
public final class YamlNode {

    private final String place;
    private final Object value;

    /** Keys that were asked for. */
    private final Set<String> asked = new HashSet<>();

    private YamlNode(String place, Object value) {
        this.place = place;
        this.value = value;
    }

    /**
     * Reads a document.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is empty, or not YAML
     */
    public static YamlNode read(Path file) throws IOException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            Object document = new Yaml(new SafeConstructor(options)).load(Files.readString(file));
            if (document == null) {
                throw new IllegalArgumentException("is empty");
            }
            return new YamlNode("", document);
        } catch (YAMLException e) {
            throw new IllegalArgumentException("is not valid YAML: " + e.getMessage(), e);
        }
    }

    /** The value of a key that must be there. */
    public YamlNode required(String key) {
        return optional(key).orElseThrow(() -> wrong("must have the key " + key));
    }

    /** The value of a key, if it is there. */
    public Optional<YamlNode> optional(String key) {
        asked.add(key);
        Object found = mapping().get(key);
        return found == null ? Optional.empty() : Optional.of(new YamlNode(at(key), found));
    }

    /** The value of a key, or what it is without. */
    public YamlNode optional(String key, Object otherwise) {
        return optional(key).orElseGet(() -> new YamlNode(at(key), otherwise));
    }

    /** The entries of a mapping whose keys are names. */
    public Map<String, YamlNode> entries() {
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
    public List<YamlNode> items() {
        if (!(value instanceof List<?> list) || list.isEmpty() || list.contains(null)) {
            throw wrong("must be a list of one item or more");
        }
        return IntStream.range(0, list.size())
                .mapToObj(i -> new YamlNode("%s[%d]".formatted(place, i), list.get(i)))
                .toList();
    }

    /** The number that this is. */
    public double number() {
        if (!(value instanceof Number number)) {
            throw wrong("must be a number, was '%s'".formatted(value));
        }
        return number.doubleValue();
    }

    /** The duration that this is, such as 500ms or 2s. */
    public Duration duration() {
        return map(Values::duration);
    }

    /** What a text stands for. */
    public <T> T map(Function<String, T> meaning) {
        if (!(value
                instanceof
                String text)) { // 010, on and 1.10 are no texts to YAML, and would be read as 8, true and 1.1
            throw wrong("must be a text; numbers and words like yes need quotes");
        }
        return check(() -> meaning.apply(text));
    }

    /** Makes something of this node; what is refused is refused with its place. */
    public <T> T check(Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    /** Notices a slip of the pen: a key that nobody has asked for. */
    public void requireNoMore() {
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
