package dev.steadfast.workers.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a schema registry as the serde speaks to, over HTTP, that can be away for a while. */
final class SmallRegistry implements AutoCloseable {

    private static final Pattern BY_ID = Pattern.compile("/schemas/ids/(\\d+)");
    private static final int OK = 200;
    private static final int AWAY = 503;

    private final HttpServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private volatile int refused;

    SmallRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    /** How often somebody asked in vain. */
    int refused() {
        return refused;
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (away) {
            refused++;
            send(exchange, AWAY, "{\"error_code\": 50301, \"message\": \"away\"}");
            return;
        }
        Matcher byId = BY_ID.matcher(exchange.getRequestURI().getPath());
        if (byId.matches()) {
            // What was registered is the answer to "which schema": {"schema": "..."}
            send(exchange, OK, bodies.get(Integer.parseInt(byId.group(1)) - 1));
        } else if (exchange.getRequestMethod().equals("POST")) {
            send(exchange, OK, "{\"id\": " + register(body) + "}");
        } else {
            send(exchange, OK, "{\"compatibility\": \"BACKWARD\"}");
        }
    }

    private int register(String body) {
        if (!bodies.contains(body)) {
            bodies.add(body);
        }
        return bodies.indexOf(body) + 1;
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
