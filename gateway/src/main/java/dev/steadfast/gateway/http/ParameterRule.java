package dev.steadfast.gateway.http;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the contract says of a parameter, so that a value that it does not allow is refused in words: what it must be, and what it was. For a
 * pattern the contract has the words in {@code x-rule}.
 */
final class ParameterRule {

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,32}(\\.\\d{1,32})?([eE][-+]?\\d{1,3})?");

    private final String name;
    private final String in;
    private final boolean allowedEmpty;
    private final Predicate<String> allowed;
    private final String words;

    private ParameterRule(String name, String in, Predicate<String> allowed, String words) {
        this.name = name;
        this.in = in;
        this.allowed = allowed;
        this.allowedEmpty = in.equals("header"); // which is as good as none
        this.words = words;
    }

    /** @param parameter as the contract has it, without a reference */
    static ParameterRule of(JsonObject parameter) {
        JsonObject schema = parameter.getJsonObject("schema");
        Predicate<String> allowed =
                switch (schema.getString("type")) {
                    case "integer" -> text -> WHOLE.matcher(text).matches() && isWithin(schema, new BigDecimal(text));
                    case "number" -> text -> NUMBER.matcher(text).matches() && isWithin(schema, new BigDecimal(text));
                    case "boolean" -> text -> text.equals("true") || text.equals("false");
                    case "string" -> text(schema);
                    default -> throw new IllegalStateException("no rule for parameters such as " + parameter.encode());
                };
        return new ParameterRule(
                parameter.getString("name"),
                parameter.getString("in"),
                allowed,
                Optional.ofNullable(parameter.getString("x-rule")).orElseGet(() -> words(schema)));
    }

    private static Predicate<String> text(JsonObject schema) {
        Pattern pattern = Pattern.compile(schema.getString("pattern", ""));
        JsonArray values = schema.getJsonArray("enum", new JsonArray());
        int shortest = schema.getInteger("minLength", 0);
        int longest = schema.getInteger("maxLength", Integer.MAX_VALUE);
        return text -> (values.isEmpty() || values.contains(text))
                && text.length() >= shortest
                && text.length() <= longest
                && pattern.matcher(text).find();
    }

    private static boolean isWithin(JsonObject schema, BigDecimal value) {
        return compare(value, schema, "minimum", 1) >= 0
                && compare(value, schema, "exclusiveMinimum", 1) > 0
                && compare(value, schema, "maximum", -1) <= 0
                && compare(value, schema, "exclusiveMaximum", -1) < 0;
    }

    private static int compare(BigDecimal value, JsonObject schema, String bound, int ifThereIsNone) {
        @Nullable Number limit = schema.getNumber(bound);
        return limit == null ? ifThereIsNone : value.compareTo(new BigDecimal(limit.toString()));
    }

    private static String words(JsonObject schema) {
        return switch (schema.getString("type")) {
            case "integer" -> "a whole number" + range(schema);
            case "number" -> "a number" + range(schema);
            case "boolean" -> "true or false";
            default -> {
                JsonArray values = schema.getJsonArray("enum", new JsonArray());
                int shortest = schema.getInteger("minLength", 0);
                String length = (shortest == 0 ? "at most" : shortest + " to") + " " + longest(schema) + " characters";
                yield values.isEmpty()
                        ? length
                        : values.stream().map(String::valueOf).collect(Collectors.joining(", ", "one of ", ""));
            }
        };
    }

    private static int longest(JsonObject schema) {
        return schema.getInteger("maxLength", Integer.MAX_VALUE);
    }

    private static String range(JsonObject schema) {
        String least = schema.containsKey("minimum")
                ? " from " + schema.getNumber("minimum")
                : schema.containsKey("exclusiveMinimum") ? " above " + schema.getNumber("exclusiveMinimum") : "";
        String most = schema.containsKey("maximum")
                ? " to " + schema.getNumber("maximum")
                : schema.containsKey("exclusiveMaximum") ? " and below " + schema.getNumber("exclusiveMaximum") : "";
        return least + most + (least.startsWith(" from") && most.isEmpty() ? " on" : "");
    }

    /**
     * Holds a request against it.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 400, if the parameter is there and is not as it must be
     */
    void require(RoutingContext request) {
        @Nullable String value = value(request);
        if (value == null || (value.isEmpty() && allowedEmpty) || allowed.test(value)) {
            return;
        }
        String kind = in.equals("header") ? "header" : in + " parameter";
        throw Problem.of(400, "%s '%s' must be %s, was '%s'".formatted(kind, name, words, Shown.of(value)))
                .exception();
    }

    private @Nullable String value(RoutingContext request) {
        return switch (in) {
            case "query" -> request.queryParams().get(name);
            case "path" -> request.pathParam(name);
            case "header" -> request.request().getHeader(name);
            default -> throw new IllegalStateException("no requests have parameters in " + in);
        };
    }
}
