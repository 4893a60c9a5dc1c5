package dev.steadfast.bundles;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object being read. Every field is asked for by name and type; {@link #end()} refuses whatever was not asked for, so
 * that a misspelt key is an error and not a silent default.
 */
final class JsonFields {
    private final JsonNode object;
    private final String prefix;
    private final Set<String> asked = new HashSet<>();

    private JsonFields(JsonNode object, String path, String prefix) {
        Rules.check(object.isObject(), path, "a JSON object", object);
        this.object = object;
        this.prefix = prefix;
    }

    static JsonFields ofDocument(JsonNode document) {
        return new JsonFields(document, "the document", "");
    }

    String text(String field) {
        JsonNode value = required(field);
        Rules.check(value.isTextual(), prefix + field, "a string", value);
        return value.textValue();
    }

    int integer(String field) {
        JsonNode value = required(field);
        Rules.check(value.isIntegralNumber() && value.canConvertToInt(), prefix + field, "a whole number", value);
        return value.intValue();
    }

    double number(String field) {
        JsonNode value = required(field);
        Rules.check(value.isNumber(), prefix + field, "a number", value);
        return value.doubleValue();
    }

    boolean flag(String field) {
        JsonNode value = required(field);
        Rules.check(value.isBoolean(), prefix + field, "true or false", value);
        return value.booleanValue();
    }

    JsonFields object(String field) {
        return new JsonFields(required(field), prefix + field, prefix + field + ".");
    }

    Optional<JsonFields> optionalObject(String field) {
        asked.add(field);
        return object.has(field) ? Optional.of(object(field)) : Optional.empty();
    }

    List<JsonFields> objects(String field) {
        List<JsonFields> items = new ArrayList<>();
        for (JsonNode item : array(field)) {
            String path = prefix + field + "[" + items.size() + "]";
            items.add(new JsonFields(item, path, path + "."));
        }
        return items;
    }

    List<JsonFields> optionalObjects(String field) {
        asked.add(field);
        return object.has(field) ? objects(field) : List.of();
    }

    List<Integer> integers(String field) {
        List<Integer> items = new ArrayList<>();
        for (JsonNode item : array(field)) {
            String path = prefix + field + "[" + items.size() + "]";
            Rules.check(item.isIntegralNumber() && item.canConvertToInt(), path, "a whole number", item);
            items.add(item.intValue());
        }
        return items;
    }

    List<Double> numbers(String field) {
        List<Double> items = new ArrayList<>();
        for (JsonNode item : array(field)) {
            Rules.check(item.isNumber(), prefix + field + "[" + items.size() + "]", "a number", item);
            items.add(item.doubleValue());
        }
        return items;
    }

    List<String> texts(String field) {
        List<String> items = new ArrayList<>();
        for (JsonNode item : array(field)) {
            Rules.check(item.isTextual(), prefix + field + "[" + items.size() + "]", "a string", item);
            items.add(item.textValue());
        }
        return items;
    }

    /** The remaining fields, all of them strings, in the order of the document. */
    Map<String, String> allTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        object.fieldNames().forEachRemaining(field -> texts.put(field, text(field)));
        return texts;
    }

    /** The remaining fields, all of them numbers, in the order of the document. */
    Map<String, Double> allNumbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        object.fieldNames().forEachRemaining(field -> numbers.put(field, number(field)));
        return numbers;
    }

    /** Refuses fields that nobody asked for. */
    void end() {
        object.fieldNames()
                .forEachRemaining(field -> Rules.check(
                        asked.contains(field),
                        "a key",
                        "one that this format knows (is it misspelt?)",
                        prefix + field));
    }

    private JsonNode array(String field) {
        JsonNode value = required(field);
        Rules.check(value.isArray(), prefix + field, "a list", value);
        return value;
    }

    private JsonNode required(String field) {
        asked.add(field);
        JsonNode value = object.get(field);
        if (value == null) {
            throw new IllegalArgumentException(prefix + field + " is missing");
        }
        return value;
    }
}
