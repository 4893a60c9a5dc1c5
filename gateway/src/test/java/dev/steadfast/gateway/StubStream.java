package dev.steadfast.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The live stream of a stub: predictions have ids and can be asked for again, other events are told to who listens just then. Confined to
 * the stub's event loop.
 */
final class StubStream {

    private record Sent(long id, Buffer text) {}

    private static final int MOST_REMEMBERED = 5000;
    private static final int LAST = 50;

    private final Deque<Sent> predictions = new ArrayDeque<>();
    private final Set<HttpServerResponse> readers = new LinkedHashSet<>();
    private long lastId;

    void open(RoutingContext request) {
        HttpServerResponse response =
                request.response().setChunked(true).putHeader("Content-Type", "text/event-stream");
        Optional<Long> seen = Optional.ofNullable(request.request().getHeader("Last-Event-ID"))
                .map(Long::valueOf);
        long from = seen.orElse(lastId - LAST);
        response.write(": here\n\n");
        predictions.stream().filter(one -> one.id > from).forEach(one -> response.write(one.text));
        readers.add(response);
        response.closeHandler(gone -> readers.remove(response));
    }

    void predicted(JsonObject prediction) {
        lastId++;
        Sent sent = new Sent(lastId, event("prediction", "id: " + lastId + "\n", prediction));
        predictions.add(sent);
        if (predictions.size() > MOST_REMEMBERED) {
            predictions.removeFirst();
        }
        readers.forEach(reader -> reader.write(sent.text));
    }

    void passed(String name, JsonObject data) {
        Buffer text = event(name, "", data);
        readers.forEach(reader -> reader.write(text));
    }

    private static Buffer event(String name, String id, JsonObject data) {
        return Buffer.buffer("event: " + name + "\n" + id + "data: " + data.encode() + "\n\n");
    }

    long lastId() {
        return lastId;
    }

    int readers() {
        return readers.size();
    }

    /** All connections are gone. */
    void ended() {
        readers.clear();
    }
}
