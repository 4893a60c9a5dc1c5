package dev.steadfast.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The alerts of a file of rules. */
record Alerts(List<Alert> alerts) {

    /** One alert. */
    record Alert(String name, String expression, Map<String, String> labels, Map<String, String> annotations) {}

    /**
     * Reads them.
     *
     * @throws IOException if the file cannot be read
     */
    static Alerts read(Path file) throws IOException {
        Map<String, Object> rules = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
        return new Alerts(list(rules, "groups")
                .flatMap(group -> list(group, "rules"))
                .map(rule -> new Alert(
                        text(rule.get("alert")),
                        text(rule.get("expr")),
                        texts(rule.get("labels")),
                        texts(rule.get("annotations"))))
                .toList());
    }

    private static Stream<Map<?, ?>> list(Map<?, ?> parent, String key) {
        List<Map<?, ?>> found = new ArrayList<>();
        if (parent.get(key) instanceof List<?> entries) {
            entries.forEach(entry -> found.add((Map<?, ?>) entry));
        }
        return found.stream();
    }

    private static Map<String, String> texts(@Nullable Object map) {
        return map instanceof Map<?, ?> entries
                ? entries.entrySet().stream()
                        .collect(Collectors.toMap(entry -> text(entry.getKey()), entry -> text(entry.getValue())))
                : Map.of();
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
