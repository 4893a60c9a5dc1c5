package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which tensors are wanted in the answer, and how.
 *
 * @param named by name, whether in binary, where that is said; if there is none, all are wanted
 * @param binary whether in binary, where it is not said
 */
record WantedOutputs(Map<String, Optional<Boolean>> named, boolean binary) {

    /** All, in JSON. */
    static final WantedOutputs ALL = new WantedOutputs(Map.of(), false);

    private static final String NAME = "name";
    private static final String BINARY = "binary_data";
    private static final String CLASSIFICATION = "classification";

    /**
     * Reads the field {@code outputs}.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 400 if it is not made so, names an output that there is not, or wants one in a
     *     form that there is not
     */
    static WantedOutputs read(JsonParser json) throws IOException {
        Map<String, Optional<Boolean>> named = new LinkedHashMap<>();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return ALL;
        }
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw malformed();
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw malformed();
            }
            output(json, named);
        }
        return new WantedOutputs(named, false);
    }

    private static void output(JsonParser json, Map<String, Optional<Boolean>> named) throws IOException {
        String name = "";
        Map<String, String> parameters = Map.of();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            if (field.equals(NAME)) {
                name = Scalars.text(json);
            } else if (field.equals("parameters")) {
                parameters = Scalars.read(json, "parameters");
            }
            json.skipChildren();
        }
        if (!OutputTensors.NAMES.contains(name)) {
            throw Problem.of(400, "output '%s' is unknown; there are %s".formatted(Shown.of(name), OutputTensors.NAMES))
                    .exception();
        }
        String classes = parameters.getOrDefault(CLASSIFICATION, "0");
        if (!classes.equals("0")) {
            throw Problem.of(
                            400,
                            "output '%s': the parameter '%s' is not taken: 'class_name' and 'class' are the answer"
                                    .formatted(name, CLASSIFICATION))
                    .exception();
        }
        named.put(name, flag(parameters, BINARY));
    }

    /** Reads a parameter that is true or false. */
    static Optional<Boolean> flag(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).map(text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.of(400, "parameter '%s' must be true or false, was '%s'".formatted(name, Shown.of(text)))
                        .exception();
        });
    }

    private static RuntimeException malformed() {
        return Problem.of(400, "'outputs' must be an array of objects, each with a name")
                .exception();
    }

    /** The same, in binary where nothing else is said. */
    WantedOutputs inBinary(boolean preferred) {
        return new WantedOutputs(named, preferred);
    }

    boolean wants(String name) {
        return named.isEmpty() || named.containsKey(name);
    }

    boolean inBinary(String name) {
        return named.getOrDefault(name, Optional.empty()).orElse(binary);
    }
}
