package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.bodies.BodyLimits;
import dev.steadfast.gateway.fleet.Fleet;
import dev.steadfast.gateway.fleet.ServedModel;
import dev.steadfast.gateway.frames.FrameLimits;
import dev.steadfast.gateway.http.Json;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the Open Inference Protocol asks of a server and its models, and the index of the extension {@code model_repository}. Models are not
 * loaded and unloaded here: which are served is decided by the deployment. Confined to the gateway's event loop.
 */
public final class ModelsApi {

    private static final String PLATFORM = "steadfast_certified";
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data", "model_repository");
    private static final int MOST_INDEX_BYTES = 4096;
    private static final String READY = "READY";

    private final Fleet fleet;
    private final String version;
    private final BooleanSupplier ready;
    private final IndexRequest indexRequests;

    /**
     * @param limits how long a body may take to come
     * @param version of the gateway
     * @param ready whether answers arrive
     */
    public ModelsApi(Vertx vertx, FrameLimits limits, Fleet fleet, String version, BooleanSupplier ready) {
        this.fleet = fleet;
        this.version = version;
        this.ready = ready;
        this.indexRequests = new IndexRequest(
                vertx, new BodyLimits(MOST_INDEX_BYTES, limits.bodyTimeout(), limits.minBodyRate(), false));
    }

    /** The handlers by operationId. */
    public Map<String, Handler<RoutingContext>> operations() {
        return Map.of(
                "serverMetadata", this::server,
                "serverLive", request -> Json.send(request, new JsonObject().put("live", true)),
                "serverReady", this::serverReady,
                "listModels", this::list,
                "repositoryIndex", this::index,
                "modelMetadata", this::model,
                "modelVersionMetadata", this::model,
                "modelReady", this::modelReady,
                "modelVersionReady", this::modelReady);
    }

    private void server(RoutingContext request) {
        Json.send(
                request,
                new JsonObject()
                        .put("name", "steadfast")
                        .put("version", version)
                        .put("extensions", new JsonArray(EXTENSIONS)));
    }

    private void serverReady(RoutingContext request) {
        requireReady();
        Json.send(request, new JsonObject().put("ready", true));
    }

    private void modelReady(RoutingContext request) {
        require(request);
        serverReady(request);
    }

    /**
     * Refuses inferences while nobody would hear of their answers.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 503
     */
    void requireReady() {
        if (!ready.getAsBoolean()) {
            throw Problem.tryAgain(503, notReady()).exception();
        }
    }

    private static String notReady() {
        return "the gateway does not read answers from Kafka yet";
    }

    /**
     * The model that a request names.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 404 if it answers no frames
     */
    ServedModel require(RoutingContext request) {
        String name = request.pathParam("model");
        Optional<String> wanted = Optional.ofNullable(request.pathParam("version"));
        return answering()
                .filter(model -> model.name().equals(name))
                .filter(model -> wanted.map(model.version()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> unknown(name + wanted.map(text -> " " + text).orElse("")));
    }

    private RuntimeException unknown(String asked) {
        String served = answering().map(ServedModel::title).distinct().collect(Collectors.joining(", "));
        return Problem.of(
                        404,
                        "no model of this name and version is served, '%s'; %s. GET /v2/models lists what is"
                                .formatted(
                                        Shown.of(asked),
                                        served.isEmpty()
                                                ? "none is: no topology has announced one here yet"
                                                : "served: " + served))
                .exception();
    }

    private Stream<ServedModel> answering() {
        return fleet.models().stream().filter(ServedModel::answers);
    }

    private void list(RoutingContext request) {
        Json.send(
                request,
                new JsonObject()
                        .put(
                                "models",
                                new JsonArray(answering()
                                        .map(ServedModel::name)
                                        .distinct()
                                        .toList())));
    }

    private void index(RoutingContext request) {
        indexRequests
                .readyOnly(request)
                .onSuccess(
                        readyOnly -> Json.send(request, 200, entries(readyOnly).encode()))
                .onFailure(request::fail);
    }

    private JsonArray entries(boolean readyOnly) {
        return new JsonArray(fleet.models().stream()
                .map(this::entry)
                .distinct()
                .filter(entry -> !readyOnly || entry.getString("state").equals(READY))
                .toList());
    }

    private JsonObject entry(ServedModel model) {
        String reason = !model.answers()
                ? "it answers no frames: it only shadows another, or no route leads to it"
                : ready.getAsBoolean() ? "" : notReady();
        return new JsonObject()
                .put("name", model.name())
                .put("version", model.version())
                .put("state", reason.isEmpty() ? READY : "UNAVAILABLE")
                .put("reason", reason);
    }

    /** The input has three forms, and one name in all of them: a request has one. */
    private void model(RoutingContext request) {
        ServedModel model = require(request);
        List<String> versions = answering()
                .filter(other -> other.name().equals(model.name()))
                .map(ServedModel::version)
                .distinct()
                .toList();
        int height = model.json().getInteger("inputHeight");
        int width = model.json().getInteger("inputWidth");
        Json.send(
                request,
                new JsonObject()
                        .put("name", model.name())
                        .put("versions", new JsonArray(versions))
                        .put("platform", PLATFORM)
                        .put(
                                "inputs",
                                new JsonArray()
                                        .add(OutputTensors.tensor(InputReader.NAME, "UINT8", -1, height, width, 3))
                                        .add(OutputTensors.tensor(InputReader.NAME, "FP32", -1, 3, height, width))
                                        .add(OutputTensors.tensor(InputReader.NAME, "BYTES", -1)))
                        .put("outputs", OutputTensors.metadata()));
    }
}
