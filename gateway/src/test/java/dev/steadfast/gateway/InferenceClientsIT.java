package dev.steadfast.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Public clients of the Open Inference Protocol, by their default calls. {@code ./steadfast test} installs them. */
class InferenceClientsIT {

    private static final Path PYTHON = Path.of("..", "target", "python-clients", "bin", "python");
    private static final String SCRIPT = "inference_clients.py";

    @TempDir
    private Path folder;

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with();
        front.newsArrives(KeptRecords.served());
        front.brokers = frame -> CompletableFuture.runAsync(
                () -> front.arrive(MadeUp.answer(MadeUp.certified(frame.getFrameId(), frame.getCameraId()))));
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldAnswerTritonsClient() throws Exception {
        assumeInstalled("tritonclient.http", "tritonclient[http]");

        JsonObject made = run("tritonclient");

        assertThat(made.getJsonArray("ready")).containsExactly(true, true, true);
        assertThat(made.getJsonArray("extensions")).containsExactly("binary_tensor_data", "model_repository");
        assertThat(made.getJsonArray("metadata").stream().map(input -> ((JsonObject) input).getString("datatype")))
                .containsExactly("UINT8", "FP32", "BYTES");
        assertThat(made.getJsonArray("metadata").getJsonObject(0).getJsonArray("shape"))
                .containsExactly(-1, 32, 32, 3);
        assertThat(made.getJsonArray("index"))
                .containsExactly(new JsonObject()
                        .put("name", "cifar10-demo")
                        .put("version", "1.0.0")
                        .put("state", "READY")
                        .put("reason", ""));
        for (String call : new String[] {"default", "json", "planes", "encoded", "gzip", "deflate"}) {
            assertCat(made, call);
        }
        assertError(made, "unknown model", 404, "no model of this name and version is served");
        assertError(made, "normalised", 422, "a value must be a multiple of 1/255 from 0 to 1");
        assertError(made, "unknown parameter", 400, "parameter 'temperature' is unknown; there are alpha");
        assertError(made, "unknown path", 404, "POST /v2/repository/models/other/load is nothing that is served here");
        assertThat(front.published).hasSize(6);
        assertThat(front.published)
                .extracting(frame -> frame.getImage().remaining())
                .containsExactly(12, 12, 12, 11, 12, 12);
    }

    @Test
    void shouldAnswerKServesClient() throws Exception {
        assumeInstalled("kserve", "kserve");

        JsonObject made = run("kserve");

        assertThat(made.getJsonArray("ready")).containsExactly(true, true, true);
        for (String call : new String[] {"default", "json", "binary outputs"}) {
            assertCat(made, call);
        }
        assertError(made, "unknown model", 404, "no model of this name and version is served");
        assertError(made, "unknown parameter", 400, "parameter 'temperature' is unknown; there are alpha");
    }

    private static void assertCat(JsonObject made, String call) {
        assertThat(made.getJsonObject(call))
                .as(call)
                .isEqualTo(new JsonObject()
                        .put("class", 3)
                        .put("radius", 0.5123456789)
                        .put("abstained", false)
                        .put("label", "cat"));
    }

    private static void assertError(JsonObject made, String call, int status, String message) {
        JsonArray error = made.getJsonArray(call);
        assertThat(error.getString(0)).as(call).isEqualTo(Integer.toString(status));
        assertThat(error.getString(1)).as(call).startsWith(message);
    }

    private static void assumeInstalled(String module, String packaged) throws Exception {
        boolean installed = Files.isExecutable(PYTHON)
                && new ProcessBuilder(
                                        PYTHON.toString(),
                                        "-c",
                                        "import importlib.util, sys; sys.exit(importlib.util.find_spec('%s') is None)"
                                                .formatted(module))
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(installed, "needs " + packaged + " from PyPI, which ./steadfast test installs");
    }

    private JsonObject run(String client) throws IOException, InterruptedException {
        Path script = folder.resolve(SCRIPT);
        try (InputStream resource = InferenceClientsIT.class.getResourceAsStream(SCRIPT)) {
            Files.write(script, resource.readAllBytes());
        }
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(PYTHON.toString(), script.toString(), client, "127.0.0.1:" + front.port())
                .redirectError(errors.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return new JsonObject(output);
    }
}
