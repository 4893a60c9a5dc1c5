package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Numbers, texts and truth values of a request, as text. */
final class Scalars {

    private static final int MOST = 64;
    private static final double EXACT = 1L << 53;

    private Scalars() {}

    /**
     * Reads an object of them, such as the protocol's parameters. What is null counts as not there; what is an object or an array stands as
     * that word.
     *
     * @param name of the object, in what is answered
     */
    static Map<String, String> read(JsonParser json, String name) throws IOException {
        Map<String, String> scalars = new LinkedHashMap<>();
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return scalars;
        }
        if (json.currentToken() != JsonToken.START_OBJECT) {
            throw Problem.of(400, "'%s' must be an object, was %s".formatted(name, text(json)))
                    .exception();
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                scalars.put(key, text(json));
            }
            json.skipChildren();
            if (scalars.size() > MOST) {
                throw Problem.of(400, "'%s' has more than %d fields".formatted(name, MOST))
                        .exception();
            }
        }
        return scalars;
    }

    /** A value as text; empty if it is null. */
    static Optional<String> optional(JsonParser json) throws IOException {
        return json.currentToken() == JsonToken.VALUE_NULL ? Optional.empty() : Optional.of(text(json));
    }

    /** A value as text, a whole number without its fraction: {@code 200.0} is 200. */
    static String text(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "an array";
            case VALUE_NUMBER_FLOAT -> {
                double number = json.getDoubleValue();
                boolean whole = number == Math.rint(number) && Math.abs(number) <= EXACT;
                yield whole ? Long.toString((long) number) : json.getText();
            }
            default -> json.getText();
        };
    }

    /** The same, short enough to be told back. */
    static String shown(JsonParser json) throws IOException {
        return Shown.of(text(json));
    }
}
