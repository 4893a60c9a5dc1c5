package dev.steadfast.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.validation.RequestValidator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The contract of the API, {@code openapi.yaml}: the source of its routes. What it says of queries, paths and headers is enforced; bodies
 * are read by the handlers, since images are not to be held in memory without a bound.
 */
public final class Contract {

    private static final String FILE = "/dev/steadfast/gateway/openapi.yaml";

    /** What Vert.x's validator reads. Of others it would refuse even the mention. */
    private static final Set<String> VALIDATED_TYPES = Set.of("application/json");

    private final byte[] yaml;
    private final JsonObject contract;

    private Contract(byte[] yaml) {
        this.yaml = yaml;
        Map<String, Object> tree =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(new String(yaml, StandardCharsets.UTF_8));
        // Through text, so that what YAML's anchors share becomes copies.
        this.contract = new JsonObject(new JsonObject(tree).encode());
    }

    /** Reads the contract out of the jar. */
    public static Contract load() {
        try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing from the gateway's jar");
            }
            return new Contract(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The contract as it was written. */
    public Buffer yaml() {
        return Buffer.buffer(yaml);
    }

    /** The version of the API. */
    public String version() {
        return contract.getJsonObject("info").getString("version");
    }

    /**
     * Makes routes.
     *
     * @param handlers a handler for each operationId
     * @param gates what each operation, as the contract has it, lets a request pass through first
     * @return fails if the contract is malformed; or with an {@link IllegalStateException} if an operation has no handler, or a handler
     *     no operation
     */
    public Future<Router> router(
            Vertx vertx,
            Map<String, Handler<RoutingContext>> handlers,
            Function<JsonObject, List<Handler<RoutingContext>>> gates) {
        return validated(vertx).map(openApi -> {
            requireSame(openApi, handlers.keySet());
            RequestValidator validator = RequestValidator.create(vertx, openApi);
            RouterBuilder builder = RouterBuilder.create(vertx, openApi);
            for (OpenAPIRoute route : builder.getRoutes()) {
                Operation operation = route.getOperation();
                JsonObject model = model(operation);
                gates.apply(model).forEach(route::addHandler);
                // After the gates, which the builder's own validation would be before.
                route.setDoValidation(false);
                route.addHandler(onlyDeclared(operation));
                if (!model.containsKey("requestBody")) {
                    List<ParameterRule> rules = rules(model);
                    route.addHandler(request -> {
                        rules.forEach(rule -> rule.require(request));
                        request.next();
                    });
                    route.addHandler(request -> validate(validator, operation, request));
                }
                route.addHandler(Objects.requireNonNull(handlers.get(operation.getOperationId())));
            }
            return builder.createRouter();
        });
    }

    private List<ParameterRule> rules(JsonObject operation) {
        return operation.getJsonArray("parameters", new JsonArray()).stream()
                .map(JsonObject.class::cast)
                .map(parameter -> parameter.containsKey("$ref") ? referred(parameter.getString("$ref")) : parameter)
                .map(ParameterRule::of)
                .toList();
    }

    private JsonObject referred(String reference) {
        JsonObject found = contract;
        for (String step : reference.substring("#/".length()).split("/", -1)) {
            found = found.getJsonObject(step);
        }
        return found;
    }

    private static Handler<RoutingContext> onlyDeclared(Operation operation) {
        Set<String> declared = operation.getParameters().stream()
                .filter(parameter -> parameter.getIn() == Location.QUERY)
                .map(Parameter::getName)
                .collect(Collectors.toSet());
        return request -> {
            Parameters.requireDeclared(request, declared);
            request.next();
        };
    }

    private static void validate(RequestValidator validator, Operation operation, RoutingContext request) {
        HttpServerRequest incoming = request.request();
        incoming.pause(); // a request whose end has passed by cannot become a WebSocket
        validator
                .validate(incoming, operation.getOperationId())
                .onSuccess(validated -> {
                    Parameters.attach(request, validated);
                    request.next();
                })
                .onFailure(request::fail)
                .onComplete(done -> incoming.resume());
    }

    /** The contract as Vert.x's validator takes it. */
    public Future<OpenAPIContract> validated(Vertx vertx) {
        JsonObject reduced = contract.copy();
        keepValidated(reduced);
        return OpenAPIContract.from(vertx, reduced);
    }

    /** An operation as it was written. */
    private JsonObject model(Operation operation) {
        return contract.getJsonObject("paths")
                .getJsonObject(operation.getOpenAPIPath())
                .getJsonObject(operation.getHttpMethod().name().toLowerCase(Locale.ROOT));
    }

    private static void requireSame(OpenAPIContract contract, Set<String> handled) {
        Set<String> operations = contract.operations().stream()
                .map(Operation::getOperationId)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> different = new TreeSet<>(operations);
        different.removeAll(handled);
        handled.stream().filter(id -> !operations.contains(id)).forEach(different::add);
        if (!different.isEmpty()) {
            throw new IllegalStateException(
                    "operations without a handler, or handlers without an operation: " + different);
        }
    }

    /** Leaves out what Vert.x cannot validate, and security: the gates see to it. */
    private static void keepValidated(JsonObject object) {
        object.remove("security");
        object.remove("securitySchemes");
        for (String name : new ArrayList<>(object.fieldNames())) {
            Object value = object.getValue(name);
            if (name.equals("content") && value instanceof JsonObject content) {
                new ArrayList<>(content.fieldNames())
                        .stream()
                                .filter(type -> !VALIDATED_TYPES.contains(type))
                                .forEach(content::remove);
                if (content.isEmpty()) {
                    object.remove(name);
                }
            }
            if (value instanceof JsonObject inner) {
                keepValidated(inner);
                if (name.equals("requestBody") && !inner.containsKey("content")) {
                    object.remove(name);
                }
            } else if (value instanceof JsonArray items) {
                items.forEach(item -> {
                    if (item instanceof JsonObject inner) {
                        keepValidated(inner);
                    }
                });
            }
        }
    }
}
