package dev.steadfast.gateway;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A page in a real browser without a window, driven through the DevTools protocol. */
final class Chromium implements AutoCloseable {

    /** What a test without the browser says. */
    static final String ABSENT =
            "No Chromium on the PATH, so the page is not tried in a browser. Install it with: apt-get install -y chromium";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long TIMEOUT_SECONDS = 30;

    private final Process process;
    private final WebSocket devTools;
    private final AtomicInteger lastCommand = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> commands;
    private final List<String> complaints;

    private Chromium(Process process, WebSocket devTools, Listener listener) {
        this.process = process;
        this.devTools = devTools;
        this.commands = listener.commands;
        this.complaints = listener.complaints;
    }

    /** Where it is, if it is installed. */
    static Optional<Path> find() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it with a profile in the folder, which must be empty. Not one below /tmp: a Chromium that comes as a snap has a /tmp of its
     * own.
     */
    static Chromium start(Path executable, Path profile) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return connect(process, profile);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static Chromium connect(Process process, Path profile) throws IOException, InterruptedException {
        Path portFile = profile.resolve("DevToolsActivePort");
        await().atMost(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .until(() ->
                        Files.exists(portFile) && Files.readAllLines(portFile).size() > 1);
        String port = Files.readAllLines(portFile).get(0);
        HttpClient client = HttpClient.newHttpClient();
        String targets = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        String page = new JsonArray(targets)
                .stream()
                        .map(JsonObject.class::cast)
                        .filter(target -> "page".equals(target.getString("type")))
                        .findFirst()
                        .orElseThrow()
                        .getString("webSocketDebuggerUrl");
        Listener listener = new Listener();
        WebSocket devTools = client.newWebSocketBuilder()
                .buildAsync(URI.create(page), listener)
                .join();
        Chromium chromium = new Chromium(process, devTools, listener);
        Stream.of("Runtime.enable", "Log.enable", "Page.enable")
                .forEach(domain -> chromium.command(domain, new JsonObject()));
        return chromium;
    }

    void open(URI address) {
        command("Page.navigate", new JsonObject().put("url", address.toString()));
    }

    /** Evaluates an expression in the page. */
    Object evaluate(String expression) {
        JsonObject result = command(
                "Runtime.evaluate",
                new JsonObject()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.containsKey("exceptionDetails")) {
            throw new AssertionError(result.getJsonObject("exceptionDetails").encode());
        }
        return result.getJsonObject("result").getValue("value", "");
    }

    /** The text of the first element that a selector finds; empty if there is none. */
    String text(String selector) {
        return String.valueOf(evaluate("document.querySelector('%s')?.innerText ?? ''".formatted(selector)));
    }

    /** Pretends to be a screen of that width with that colour scheme. */
    void screen(int width, int height, String colorScheme) {
        command(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 2)
                        .put("mobile", width < 600));
        command(
                "Emulation.setEmulatedMedia",
                new JsonObject()
                        .put(
                                "features",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("name", "prefers-color-scheme")
                                                .put("value", colorScheme))
                                        .add(new JsonObject()
                                                .put("name", "prefers-reduced-motion")
                                                .put("value", "reduce"))));
    }

    void screenshot(Path file) throws IOException {
        JsonObject image = command("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", false));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(image.getString("data")));
    }

    /** Chooses a file in a file input. */
    void choose(String selector, Path file) {
        int document = command("DOM.getDocument", new JsonObject())
                .getJsonObject("root")
                .getInteger("nodeId");
        int input = command(
                        "DOM.querySelector",
                        new JsonObject().put("nodeId", document).put("selector", selector))
                .getInteger("nodeId");
        command(
                "DOM.setFileInputFiles",
                new JsonObject().put("nodeId", input).put("files", new JsonArray().add(file.toString())));
    }

    /** Uncaught exceptions, errors and warnings on the console, requests that failed, violations of the page's policy. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    private JsonObject command(String method, JsonObject parameters) {
        int id = lastCommand.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        commands.put(id, answer);
        devTools.sendText(
                        new JsonObject()
                                .put("id", id)
                                .put("method", method)
                                .put("params", parameters)
                                .encode(),
                        true)
                .join();
        return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        devTools.abort();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Threading notes: called by the client's threads, one at a time; what it fills is read by the test's thread. */
    private static final class Listener implements WebSocket.Listener {

        private final Map<Integer, CompletableFuture<JsonObject>> commands = new ConcurrentHashMap<>();
        private final List<String> complaints = new CopyOnWriteArrayList<>();
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                receive(new JsonObject(message.toString()));
                message.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void receive(JsonObject received) {
            if (received.containsKey("id")) {
                CompletableFuture<JsonObject> answer =
                        Objects.requireNonNull(commands.remove(received.getInteger("id")));
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
                default -> {
                    // other events say nothing about faults
                }
            }
        }

        private void complain(String level, JsonObject event) {
            if (Arrays.asList("error", "warning", "assert").contains(level)) {
                complaints.add(event.encode());
            }
        }
    }
}
