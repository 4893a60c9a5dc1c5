package dev.steadfast.streams;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Registers schemas and gives them out by id, over HTTP, and is away when it is told to be. */
final class StubRegistry implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ConcurrentMap<String, Integer> ids = new ConcurrentHashMap<>();
    private final HttpServer server;
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile boolean away;

    StubRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether it answers nothing but 503, as a proxy does before a registry that is down. */
    void away(boolean isAway) {
        turnedAway.set(0);
        away = isAway;
    }

    /** How often it was asked in vain since it is away. */
    int turnedAway() {
        return turnedAway.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] asked = exchange.getRequestBody().readAllBytes();
            if (away) {
                turnedAway.incrementAndGet();
                exchange.sendResponseHeaders(503, -1);
            } else if (exchange.getRequestMethod().equals("POST")) {
                String schema = MAPPER.readTree(asked).path("schema").asText();
                send(exchange, Map.of("id", ids.computeIfAbsent(schema, added -> ids.size() + 1)));
            } else if (exchange.getRequestMethod().equals("PUT")) {
                send(exchange, Map.of("compatibility", "BACKWARD"));
            } else {
                String path = exchange.getRequestURI().getPath();
                int id = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
                String schema = ids.entrySet().stream()
                        .filter(entry -> entry.getValue() == id)
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElse("");
                if (schema.isEmpty()) {
                    exchange.sendResponseHeaders(404, -1);
                } else {
                    send(exchange, Map.of("schema", schema));
                }
            }
        }
    }

    private static void send(HttpExchange exchange, Map<String, ?> answer) throws IOException {
        byte[] body = MAPPER.writeValueAsBytes(answer);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
