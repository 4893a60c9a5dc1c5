package dev.steadfast.gateway;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the live stream over a WebSocket. */
final class SocketReader implements WebSocket.Listener, AutoCloseable {

    private final LinkedBlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    /** What the gateway closed the connection with. */
    final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private SocketReader(RunningFront front, String path, List<String> headers) throws Exception {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        for (int i = 0; i < headers.size(); i += 2) {
            builder.header(headers.get(i), headers.get(i + 1));
        }
        this.socket = builder.buildAsync(front.webSocket(path), this).get(10, TimeUnit.SECONDS);
    }

    /** Opens; headers are names and values in turn. */
    static SocketReader open(RunningFront front, String path, String... headers) throws Exception {
        return new SocketReader(front, path, List.of(headers));
    }

    /** The next message, heartbeats and all. */
    JsonObject next() throws InterruptedException {
        return Optional.ofNullable(messages.poll(10, TimeUnit.SECONDS))
                .orElseThrow(() -> new AssertionError("no message within 10 s"));
    }

    /** The next prediction's message. */
    JsonObject prediction() throws InterruptedException {
        JsonObject message = next();
        while (!message.getString("event").equals("prediction")) {
            message = next();
        }
        return message;
    }

    void say(String what) {
        socket.sendText(what, true).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(new JsonObject(text.toString()));
            text.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(data);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        closed.complete(status);
        return CompletableFuture.completedStage(reason);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
