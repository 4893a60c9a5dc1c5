package dev.steadfast.gateway.predictions;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Something that live readers are told, written once for all of them. Confined to the gateway's event loop.
 *
 * <p>The data is JSON on one line, and ids are {@linkplain Position positions}, so neither can become part of the protocol.
 */
public final class LiveEvent {

    private final String name;
    private final Optional<String> id;
    private final String data;
    private final Supplier<Buffer> serverSent = once(this::writeServerSent);
    private final Supplier<String> message = once(this::writeMessage);

    private LiveEvent(String name, Optional<String> id, String data) {
        this.name = name;
        this.id = id;
        this.data = data;
    }

    static LiveEvent of(Remembered remembered) {
        return of(remembered, remembered.position());
    }

    /** The same, for a client that has come further than this gateway. */
    static LiveEvent of(Remembered remembered, String position) {
        return new LiveEvent(
                "prediction", Optional.of(position), remembered.answer().json());
    }

    static LiveEvent missed(long count) {
        return new LiveEvent(
                "missed", Optional.empty(), new JsonObject().put("count", count).encode());
    }

    /** An event that cannot be asked for again: it has no id. */
    public static LiveEvent passing(String name, JsonObject data) {
        return new LiveEvent(name, Optional.empty(), data.encode());
    }

    /** As a server-sent event. */
    Buffer serverSent() {
        return serverSent.get();
    }

    /** As the message of a WebSocket. */
    String message() {
        return message.get();
    }

    private Buffer writeServerSent() {
        return Buffer.buffer(
                "event: " + name + "\n" + id.map(text -> "id: " + text + "\n").orElse("") + "data: " + data + "\n\n");
    }

    private String writeMessage() {
        String idField = id.map(text -> ",\"id\":\"" + text + "\"").orElse("");
        return "{\"event\":\"" + name + "\"" + idField + ",\"data\":" + data + "}";
    }

    private static <T> Supplier<T> once(Supplier<T> writer) {
        return new Supplier<>() {
            private Optional<T> written = Optional.empty();

            @Override
            public T get() {
                if (written.isEmpty()) {
                    written = Optional.of(writer.get());
                }
                return written.get();
            }
        };
    }
}
