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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in a real browser without a window. */
final class Chromium implements AutoCloseable {

    /** What a test without the browser says. */
    static final String ABSENT =
            "No Chromium on the PATH, so the page is not tried in a browser. Install it with: apt-get install -y chromium";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
    private static final long TIMEOUT_SECONDS = 30;

    private final Process process;
    private final DevTools devTools;

    private Chromium(Process process, DevTools devTools) {
        this.process = process;
        this.devTools = devTools;
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
            return new Chromium(process, connect(profile));
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static DevTools connect(Path profile) throws IOException, InterruptedException {
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
        DevTools devTools = new DevTools(client, URI.create(page));
        Stream.of("Runtime.enable", "Log.enable", "Page.enable", "Network.enable")
                .forEach(domain -> devTools.command(domain, new JsonObject()));
        return devTools;
    }

    void open(URI address) {
        devTools.command("Page.navigate", new JsonObject().put("url", address.toString()));
    }

    /** An empty page of that width and colour scheme; forgets keys, complaints and requests. */
    void begin(int width, int height, String colorScheme) {
        open(URI.create("about:blank"));
        screen(width, height, colorScheme);
        devTools.forget();
    }

    /** Evaluates an expression in the page. */
    Object evaluate(String expression) {
        JsonObject result = devTools.command(
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

    int number(String expression) {
        return ((Number) evaluate(expression)).intValue();
    }

    /** The text of the first element that a selector finds; empty if there is none. */
    String text(String selector) {
        return String.valueOf(evaluate("document.querySelector(`%s`)?.innerText ?? ''".formatted(selector)));
    }

    /** Whether there is such an element, and a person can see it. */
    boolean shows(String selector) {
        return Boolean.TRUE.equals(
                evaluate("document.querySelector(`%s`)?.checkVisibility() ?? false".formatted(selector)));
    }

    void click(String selector) {
        evaluate("document.querySelector(`%s`).click()".formatted(selector));
    }

    /** Runs a script in every page that is opened from now on, before the page's own. */
    void beforeEachPage(String script) {
        devTools.command("Page.addScriptToEvaluateOnNewDocument", new JsonObject().put("source", script));
    }

    /** Presses a key, as a person does. */
    void press(String key) {
        int code = key.equals("Tab") ? 9 : 13;
        JsonObject event = new JsonObject().put("key", key).put("code", key).put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            event.put("text", "\r");
        }
        devTools.command("Input.dispatchKeyEvent", event.copy().put("type", "keyDown"));
        devTools.command("Input.dispatchKeyEvent", event.copy().put("type", "keyUp"));
    }

    /** Bytes of the page's JavaScript objects that are in use, after collecting garbage. */
    long heapBytes() {
        devTools.command("HeapProfiler.collectGarbage", new JsonObject());
        return devTools.command("Runtime.getHeapUsage", new JsonObject())
                .getNumber("usedSize")
                .longValue();
    }

    /** Pretends to be a screen of that width with that colour scheme. */
    void screen(int width, int height, String colorScheme) {
        devTools.command(
                "Emulation.setDeviceMetricsOverride",
                new JsonObject()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        devTools.command(
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
        JsonObject image =
                devTools.command("Page.captureScreenshot", new JsonObject().put("captureBeyondViewport", false));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(image.getString("data")));
    }

    /** Chooses a file in a file input. */
    void choose(String selector, Path file) {
        int document = devTools.command("DOM.getDocument", new JsonObject())
                .getJsonObject("root")
                .getInteger("nodeId");
        int input = devTools.command(
                        "DOM.querySelector",
                        new JsonObject().put("nodeId", document).put("selector", selector))
                .getInteger("nodeId");
        devTools.command(
                "DOM.setFileInputFiles",
                new JsonObject().put("nodeId", input).put("files", new JsonArray().add(file.toString())));
    }

    /** What the page complained about since {@link #begin}. */
    List<String> complaints() {
        return devTools.complaints();
    }

    /** Where its requests went since then. */
    List<URI> requests() {
        return devTools.requests();
    }

    @Override
    public void close() {
        devTools.close();
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
}
