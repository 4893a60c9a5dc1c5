package dev.steadfast.gateway.predictions;

import io.vertx.core.http.HttpServerResponse;

/** Server-sent events. */
record EventStreamOutlet(HttpServerResponse response) implements Outlet {

    /** Sends the head of the answer. */
    static EventStreamOutlet open(HttpServerResponse response, Runnable drained, Runnable gone) {
        head(response)
                .setChunked(true)
                .setWriteQueueMaxSize(LiveReader.MAX_WAITING_BYTES)
                .drainHandler(event -> drained.run())
                .closeHandler(event -> gone.run())
                .exceptionHandler(event -> gone.run());
        response.write("retry: 2000\n\n");
        return new EventStreamOutlet(response);
    }

    /** The headers of a stream. */
    static HttpServerResponse head(HttpServerResponse response) {
        return response.putHeader("Content-Type", "text/event-stream; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no"); // proxies must not hold events back
    }

    @Override
    public boolean full() {
        return response.writeQueueFull();
    }

    @Override
    public void send(LiveEvent event) {
        response.write(event.serverSent());
    }

    @Override
    public void heartbeat(String position) {
        response.write(": heartbeat\nid: " + position + "\n\n");
    }

    @Override
    public void end() {
        response.end();
    }
}
