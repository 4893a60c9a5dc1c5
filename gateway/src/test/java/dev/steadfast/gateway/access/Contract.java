package dev.steadfast.gateway.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** The operations of the API's contract. */
final class Contract {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch");

    /**
     * One operation.
     *
     * @param path as the contract has it, {@code /v1/cameras/{camera}}
     */
    record Operation(String id, HttpMethod method, String path, JsonObject json) {

        Set<Role> roles() {
            return OperationRoles.of(json);
        }

        /** The path as a route of Vert.x. */
        String route() {
            return path.replaceAll("\\{(\\w+)}", ":$1");
        }

        /** The path of a request. */
        String example() {
            return path.replaceAll("\\{\\w+}", "door");
        }

        @Override
        public String toString() {
            return id;
        }
    }

    private Contract() {}

    /** All operations; those with fewer parameters first, so that a route does not hide another. */
    static List<Operation> operations() {
        try (InputStream text = Role.class.getResourceAsStream("/dev/steadfast/gateway/openapi.yaml")) {
            JsonObject paths = new JsonObject(new Yaml().<Map<String, Object>>load(text)).getJsonObject("paths");
            List<Operation> operations = new ArrayList<>();
            for (String path : paths.fieldNames()) {
                JsonObject item = paths.getJsonObject(path);
                item.fieldNames().stream()
                        .filter(METHODS::contains)
                        .forEach(method -> operations.add(operation(path, method, item)));
            }
            operations.sort(Comparator.comparing(
                    operation -> operation.path().chars().filter(c -> c == '{').count()));
            return operations;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Operation operation(String path, String method, JsonObject item) {
        JsonObject json = item.getJsonObject(method);
        return new Operation(
                json.getString("operationId"), HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)), path, json);
    }
}
