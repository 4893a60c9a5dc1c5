package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.http.Contract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** Holds answers against the contract, and counts which of those that it promises there have been. */
final class ContractCheck implements AutoCloseable {

    private static final Set<String> METHODS = Set.of("get", "post", "put");
    private static final Pattern CONTENT_TYPE = Pattern.compile("(?i)\r\ncontent-type: ([^\r;]*)");
    private static final String REFERENCE = "#/components/responses/";

    /**
     * An operation.
     *
     * @param json as the contract has it
     */
    record Operation(String id, String method, String path, JsonObject json) {

        JsonObject responses() {
            return json.getJsonObject("responses");
        }

        /** Whether it asks for this role. */
        boolean asksFor(String role) {
            return json.getJsonArray("security").encode().contains('"' + role + '"');
        }

        boolean promises(int status) {
            return responses().containsKey(Integer.toString(status));
        }

        /** Where it is for the door, the frame f-1 and the model that is served. */
        String example() {
            return path.replace("{camera}", "door")
                    .replace("{frameId}", "f-1")
                    .replace("{replay}", "r-1")
                    .replace("{model}", "cifar10-demo")
                    .replace("{version}", "1.0.0");
        }
    }

    private final Vertx vertx = Vertx.vertx();
    private final JsonObject contract;
    private final Map<String, Operation> operations = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();
    private final ResponseValidator validator;

    ContractCheck() {
        String yaml = Contract.load().yaml().toString(StandardCharsets.UTF_8);
        this.contract = new JsonObject(new JsonObject(new Yaml().<Map<String, Object>>load(yaml)).encode());
        JsonObject paths = contract.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            item.fieldNames().stream().filter(METHODS::contains).forEach(method -> {
                JsonObject operation = item.getJsonObject(method);
                String id = operation.getString("operationId");
                operations.put(id, new Operation(id, method.toUpperCase(Locale.ROOT), path, operation));
            });
        }
        this.validator = ResponseValidator.create(vertx, join(Contract.load().validated(vertx)));
    }

    Operation operation(String id) {
        return Optional.ofNullable(operations.get(id)).orElseThrow(() -> new AssertionError("no operation " + id));
    }

    /** The ids of all that promise a status. */
    List<String> promising(int status) {
        return operations.values().stream()
                .filter(operation -> operation.promises(status))
                .map(Operation::id)
                .toList();
    }

    /** Notes an answer; complains if the contract does not promise it, or says that it looks otherwise. */
    void saw(String operation, int status, String contentType, String body) {
        String answer = operation + " " + status;
        assertThat(operation(operation).promises(status))
                .as("%s, which is: %s", answer, body)
                .isTrue();
        JsonObject content = content(operation(operation).responses().getJsonObject(Integer.toString(status)));
        String type = contentType.split(";", -1)[0];
        if (!content.isEmpty()) {
            assertThat(content.fieldNames()).as(answer).contains(type);
        }
        if (type.equals("application/json")) {
            ValidatableResponse response = ValidatableResponse.create(status, Buffer.buffer(body), type);
            assertThat(join(validator.validate(response, operation))).as(answer).isNotNull();
        } else if (type.equals("application/problem+json")) {
            JsonObject problem = new JsonObject(body);
            assertThat(problem.getInteger("status")).as(answer).isEqualTo(status);
            assertThat(problem.getString("title")).as(answer).isNotBlank();
            assertThat(problem.getString("detail")).as(answer).isNotBlank();
        }
        seen.add(answer);
    }

    /** A request of an operation, for what {@link Operation#example} names. */
    HttpRequest.Builder request(RunningFront front, String id, String query, String body) {
        ContractCheck.Operation operation = operation(id);
        return front.request(operation.example() + query).method(operation.method(), BodyPublishers.ofString(body));
    }

    /** Notes an answer that must be of this status. */
    void check(String operation, int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as("%s: %s", operation, answer.body()).isEqualTo(status);
        saw(operation, status, type(answer), answer.body());
    }

    /** The same of a request that is sent word by word, its headers and what follows them. */
    void raw(RunningFront front, String id, int status, String method, String headers) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            OutputStream out = socket.getOutputStream();
            String first = method + " " + operation(id).example() + " HTTP/1.1\r\n";
            out.write((first + headers).getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 " + status);
            Matcher type = CONTENT_TYPE.matcher(answer);
            assertThat(type.find()).as(answer).isTrue();
            saw(id, status, type.group(1), answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }

    static String type(HttpResponse<?> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    /** What the contract promises, and there has not been. */
    Set<String> missing() {
        Set<String> missing = new TreeSet<>();
        operations.values().forEach(operation -> operation
                .responses()
                .fieldNames()
                .forEach(status -> missing.add(operation.id() + " " + status)));
        missing.removeAll(seen);
        return missing;
    }

    private JsonObject content(JsonObject response) {
        String reference = response.getString("$ref", "");
        JsonObject whole = reference.isEmpty()
                ? response
                : contract.getJsonObject("components")
                        .getJsonObject("responses")
                        .getJsonObject(reference.substring(REFERENCE.length()));
        return whole.getJsonObject("content", new JsonObject());
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        vertx.close();
    }
}
