package dev.steadfast.gateway.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads from the API's contract which roles an operation asks for. */
public final class OperationRoles {

    private OperationRoles() {}

    /**
     * The roles that an operation asks for; none for an operation that is open to everybody.
     *
     * @param operation the operation's object. Its {@code security} names the roles at each scheme, as OpenAPI 3.1 has it:
     *     {@code [{apiKey: [read]}, {token: [read]}]}, or is {@code []} for everybody
     * @throws IllegalArgumentException if it says nothing, nothing that is a role, or not the same for all schemes: an oversight must not
     *     open an operation
     */
    public static Set<Role> of(JsonObject operation) {
        String id = operation.getString("operationId");
        JsonArray security = operation.getJsonArray("security");
        if (security == null) {
            throw new IllegalArgumentException(id + ": must say what it asks for, with 'security'");
        }
        List<Set<Role>> alternatives = security.stream()
                .map(JsonObject.class::cast)
                .flatMap(requirement -> requirement.fieldNames().stream().map(requirement::getJsonArray))
                .map(words -> roles(id, words))
                .distinct()
                .toList();
        if (alternatives.isEmpty() && security.isEmpty()) {
            return Set.of();
        }
        if (alternatives.size() != 1 || alternatives.get(0).isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: must ask for the same roles with every scheme, was %s".formatted(id, security.encode()));
        }
        return alternatives.get(0);
    }

    private static Set<Role> roles(String id, JsonArray words) {
        return words.stream()
                .map(word -> Role.named(word.toString())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "%s: must ask for one of %s, was '%s'".formatted(id, Role.NAMES, word))))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }
}
