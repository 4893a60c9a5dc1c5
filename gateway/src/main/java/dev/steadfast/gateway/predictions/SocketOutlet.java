package dev.steadfast.gateway.predictions;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;

/** Messages of a WebSocket. */
record SocketOutlet(ServerWebSocket socket) implements Outlet {

    private static final short GOING_AWAY = 1001;

    static SocketOutlet open(ServerWebSocket socket, Runnable drained, Runnable gone) {
        socket.setWriteQueueMaxSize(LiveReader.MAX_WAITING_BYTES)
                .drainHandler(event -> drained.run())
                .handler(ignored -> {})
                .closeHandler(event -> gone.run())
                .exceptionHandler(event -> gone.run());
        return new SocketOutlet(socket);
    }

    @Override
    public boolean full() {
        return socket.writeQueueFull();
    }

    @Override
    public void send(LiveEvent event) {
        socket.writeTextMessage(event.message());
    }

    @Override
    public void heartbeat(String position) {
        socket.writeTextMessage(
                new JsonObject().put("event", "heartbeat").put("id", position).encode());
    }

    @Override
    public void end() {
        socket.close(GOING_AWAY, "the gateway stops");
    }
}
