package dev.steadfast.gateway.http;

import dev.steadfast.gateway.problems.Problem;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The parameters of a request that was held against the contract. */
public final class Parameters {

    private static final String KEY = Parameters.class.getName();

    private final RoutingContext request;

    private Parameters(RoutingContext request) {
        this.request = request;
    }

    static void attach(RoutingContext request, ValidatedRequest validated) {
        request.put(KEY, validated);
    }

    public static Parameters of(RoutingContext request) {
        return new Parameters(request);
    }

    /**
     * Refuses what the contract does not name, so that a misspelt parameter is not silently without effect.
     *
     * @param declared the names of an operation's query parameters
     * @throws dev.steadfast.gateway.problems.ProblemException 400
     */
    public static void requireDeclared(RoutingContext request, Set<String> declared) {
        for (Map.Entry<String, String> parameter : request.queryParams()) {
            String name = parameter.getKey();
            if (!declared.contains(name)) {
                String known = declared.isEmpty() ? "there are none" : String.join(", ", new TreeSet<>(declared));
                throw Problem.of(400, "query parameter '%s' is unknown here; known: %s".formatted(name, known))
                        .exception();
            }
            if (request.queryParams().getAll(name).size() > 1) {
                throw Problem.of(400, "query parameter '%s' must be given once".formatted(name))
                        .exception();
            }
        }
    }

    public String path(String name) {
        return request.pathParam(name);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(request.queryParams().get(name));
    }

    /** The values of a list with commas between them; empty if there is none. */
    public Set<String> names(String name) {
        return text(name)
                .map(list -> Arrays.stream(list.split(",", -1)).collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    public Optional<Integer> number(String name) {
        return validated(name).map(RequestParameter::getInteger);
    }

    public boolean flag(String name) {
        return validated(name).map(RequestParameter::getBoolean).orElse(false);
    }

    private Optional<RequestParameter> validated(String name) {
        ValidatedRequest validated = request.get(KEY);
        return Optional.ofNullable(validated.getQuery().get(name)).filter(value -> !value.isNull());
    }
}
