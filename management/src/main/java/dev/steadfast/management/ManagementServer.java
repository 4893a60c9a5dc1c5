package dev.steadfast.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The management port of a process without an HTTP interface of its own.
 *
 * <ul>
 *   <li>{@code /metrics}: the meters, for Prometheus
 *   <li>{@code /health/live}: 503 once the process can only be replaced, else 200
 *   <li>{@code /health/ready}: 200 while the process does its work, else 503
 * </ul>
 *
 * Both checks say why, as JSON of the gateway's shape. The port asks for no credentials and is meant for probes and Prometheus only.
 *
 * <p>Threading notes: a few threads of its own answer, so that a slow scrape does not keep a probe waiting; the health is asked for on them.
 */
public final class ManagementServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final int THREADS = 4;
    private static final int BACKLOG = 16;
    private static final String JSON = "application/json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads;
    private final Meters meters;
    private final String service;
    private volatile Supplier<Health> health = () -> Health.unready("STARTING");

    private ManagementServer(HttpServer server, String service, Meters meters) {
        this.server = server;
        this.service = service;
        this.meters = meters;
        AtomicInteger number = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, task -> {
            Thread thread = new Thread(task, "management-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange));
    }

    /**
     * Starts to answer: live, and not ready before there is a {@link #watch service to watch}.
     *
     * @param service what the checks call the service; also the group of its settings, for error messages
     * @param host address to listen on
     * @param port to listen on; 0 for any free one
     * @throws ManagementException if it cannot listen there
     */
    public static ManagementServer start(String service, String host, int port, Meters meters) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(host, port), BACKLOG);
            ManagementServer started = new ManagementServer(server, service, meters);
            server.start();
            LOG.atInfo()
                    .addKeyValue("service", service)
                    .addKeyValue("host", host)
                    .addKeyValue("managementPort", started.port())
                    .log("Management port listens");
            return started;
        } catch (IOException | RuntimeException e) { // an unknown host is an UnresolvedAddressException
            throw new ManagementException(
                    "%s.management-port: cannot listen on port %d of %s (%s): choose another with %s.management-port (0 for any free"
                                    .formatted(service, port, host, e, service)
                            + " one), or stop what listens there",
                    e);
        }
    }

    /** Answers the checks with the health of a service from now on. */
    public void watch(Supplier<Health> service) {
        health = service;
    }

    /** The port that it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            if (!method.equals("GET") && !method.equals("HEAD")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                send(exchange, 405, "text/plain", "");
                return;
            }
            switch (exchange.getRequestURI().getPath()) {
                case "/metrics" -> send(exchange, 200, Meters.CONTENT_TYPE, meters.scrape());
                case "/health/live" -> send(exchange, Health::live);
                case "/health/ready" -> send(exchange, Health::ready);
                default -> send(exchange, 404, "text/plain", "");
            }
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("path", exchange.getRequestURI())
                    .log("A request failed");
            throw e;
        }
    }

    private void send(HttpExchange exchange, Predicate<Health> good) throws IOException {
        Health now = health.get();
        boolean up = good.test(now);
        String status = up ? "UP" : "DOWN";
        ObjectNode answer = MAPPER.createObjectNode().put("status", status);
        ObjectNode check =
                answer.putArray("checks").addObject().put("id", service).put("status", status);
        check.putObject("data").put("detail", now.detail());
        send(exchange, up ? 200 : 503, JSON, answer.put("outcome", status).toString());
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
        if (!head && bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /** Stops answering. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
