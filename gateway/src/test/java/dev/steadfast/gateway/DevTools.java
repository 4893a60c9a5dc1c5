package dev.steadfast.gateway;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a page by the DevTools protocol, and what the page complained about and asked for.
 *
 * <p>Threading notes: the client's threads fill what the test's thread reads.
 */
final class DevTools implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 30;
    private static final Set<String> BAD_LEVELS = Set.of("error", "warning", "assert");

    private final AtomicInteger lastCommand = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> commands = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<URI> requests = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    DevTools(HttpClient client, URI page) {
        this.socket =
                client.newWebSocketBuilder().buildAsync(page, new Listener()).join();
    }

    JsonObject command(String method, JsonObject parameters) {
        int id = lastCommand.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        commands.put(id, answer);
        socket.sendText(
                        new JsonObject()
                                .put("id", id)
                                .put("method", method)
                                .put("params", parameters)
                                .encode(),
                        true)
                .join();
        return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Uncaught exceptions, errors and warnings on the console, requests that failed, violations of the page's policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Where the page's requests went. */
    List<URI> requests() {
        return List.copyOf(requests);
    }

    /** Forgets complaints and requests. */
    void forget() {
        complaints.clear();
        requests.clear();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private void receive(JsonObject received) {
        if (received.containsKey("id")) {
            CompletableFuture<JsonObject> answer = Objects.requireNonNull(commands.remove(received.getInteger("id")));
            if (received.containsKey("error")) {
                answer.completeExceptionally(new AssertionError(received.encode()));
            } else {
                answer.complete(received.getJsonObject("result"));
            }
            return;
        }
        JsonObject event = received.getJsonObject("params", new JsonObject());
        switch (received.getString("method")) {
            case "Runtime.exceptionThrown" -> complaints.add(event.encode());
            case "Runtime.consoleAPICalled" -> complain(event.getString("type"), event);
            case "Log.entryAdded" -> complain(event.getJsonObject("entry").getString("level"), event);
            case "Network.requestWillBeSent" ->
                requests.add(URI.create(event.getJsonObject("request").getString("url")));
            default -> {
                // other events say nothing about faults
            }
        }
    }

    private void complain(String level, JsonObject event) {
        if (BAD_LEVELS.contains(level)) {
            complaints.add(event.encode());
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                receive(new JsonObject(message.toString()));
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
