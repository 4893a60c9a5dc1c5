package dev.steadfast.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.gateway.bodies.ContentCoding;
import dev.steadfast.gateway.bodies.Room;
import dev.steadfast.gateway.kafka.FeedStatus;
import dev.steadfast.gateway.predictions.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Open Inference Protocol. */
class InferenceApiTest {

    private static final String MODEL = "/v2/models/cifar10-demo";
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3};

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with(
                "gateway.max-wait=1s", "gateway.max-image-bytes=100", "gateway.max-parts=3", "gateway.max-in-flight=4");
        front.newsArrives(KeptRecords.served());
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldTellWhatIsServed() throws Exception {
        JsonObject model = json(front.get(MODEL));

        assertThat(model.getString("name")).isEqualTo("cifar10-demo");
        assertThat(model.getJsonArray("versions")).containsExactly("1.0.0");
        assertThat(model.getJsonArray("inputs").encode())
                .as("one name, three forms")
                .isEqualTo("[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[-1,32,32,3]},"
                        + "{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[-1,3,32,32]},"
                        + "{\"name\":\"image\",\"datatype\":\"BYTES\",\"shape\":[-1]}]");
        assertThat(model.getJsonArray("outputs")).hasSize(7);
        assertThat(json(front.get(MODEL + "/versions/1.0.0"))).isEqualTo(model);
        assertThat(json(front.get(MODEL + "/ready")).getBoolean("ready")).isTrue();
        assertThat(json(front.get("/v2")).getString("name")).isEqualTo("steadfast");
        assertThat(json(front.get("/v2")).getJsonArray("extensions"))
                .containsExactly("binary_tensor_data", "model_repository");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/models/other", "/v2/models/other/ready", "/v2/models/cifar10-demo/versions/2.0.0"})
    void shouldNotKnowOtherModels(String path) throws Exception {
        HttpResponse<String> answer = front.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("; served: cifar10-demo 1.0.0. GET /v2/models lists what is");
    }

    @Test
    void shouldListWhatAnswers() throws Exception {
        front.newsArrives(KeptRecords.served(
                MadeUpWorkers.model(MadeUp.NOON),
                MadeUpWorkers.model(MadeUp.NOON).put("version", "1.1.0"),
                MadeUpWorkers.candidate(MadeUp.NOON)));

        assertThat(front.get("/v2/models").body()).isEqualTo("{\"models\":[\"cifar10-demo\"]}");

        front.newsArrives(KeptRecords.served(new JsonObject[0]));
        assertThat(front.get("/v2/models").body()).isEqualTo("{\"models\":[]}");
        assertThat(front.get(MODEL).body()).contains("none is: no topology has announced one here yet. GET /v2/models");
    }

    @Test
    void shouldIndexTheModelsWithTheirStates() throws Exception {
        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON), MadeUpWorkers.candidate(MadeUp.NOON)));
        String ready = "{\"name\":\"cifar10-demo\",\"version\":\"1.0.0\",\"state\":\"READY\",\"reason\":\"\"}";

        for (String all : new String[] {"", "{}", "{\"ready\":false}"}) {
            assertThat(index(all).body())
                    .isEqualTo(
                            "[" + ready
                                    + ",{\"name\":\"cifar10-next\",\"version\":\"1.1.0\",\"state\":\"UNAVAILABLE\","
                                    + "\"reason\":\"it answers no frames: it only shadows another, or no route leads to it\"}]");
        }
        assertThat(index("{\"ready\":true}").body()).isEqualTo("[" + ready + "]");

        front.feed = new FeedStatus(true, false, "reads what was there");
        assertThat(index("{\"ready\":true}").body()).isEqualTo("[]");
        assertThat(index("").body()).contains("the gateway does not read answers from Kafka yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{\"ready\":1}", "ready", "{\"ready\":\"true\"}"})
    void shouldSayWhatTheIndexCanBeAskedFor(String body) throws Exception {
        assertProblem(
                index(body), 400, "the body must be empty, or a JSON object in which 'ready' is true or false, was '");
    }

    @Test
    void shouldTakeNoLongBodyForTheIndex() throws Exception {
        assertProblem(index(" ".repeat(4097)), 413, "the body is larger than 4096 bytes");
    }

    private HttpResponse<String> index(String body) throws Exception {
        return front.send(front.request("/v2/repository/index").POST(BodyPublishers.ofString(body)));
    }

    @Test
    void shouldRefuseAtOnceWhatNoBundleCouldDo() throws Exception {
        JsonObject request = pixels(1).put("parameters", new JsonObject().put("sigma", 2));

        HttpResponse<String> answer = front.send(infer(request));

        assertProblem(answer, 400, "sigma must be from 0.1 to 1.0, the range of cifar10-demo 1.0.0, was 2.0");
        assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo("sigma-out-of-range");
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldNotBeReadyBeforeAnswersArrive() throws Exception {
        front.feed = new FeedStatus(true, false, "reads what was there");

        for (String path : new String[] {"/v2/health/ready", MODEL + "/ready"}) {
            assertThat(front.get(path).statusCode()).isEqualTo(503);
        }
        assertThat(front.send(infer(pixels(1))).statusCode()).isEqualTo(503);
        assertThat(front.get("/v2/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldClassifyAnEncodedImage() throws Exception {
        answering(frame -> MadeUp.answer(MadeUp.certified(frame.getFrameId(), frame.getCameraId())));
        JsonObject request = request(
                        "BYTES",
                        new JsonArray().add(1),
                        new JsonArray().add(Base64.getEncoder().encodeToString(JPEG)))
                .put("id", "42")
                .put(
                        "parameters",
                        new JsonObject()
                                .put("camera", "door")
                                .put("plan", "fixed")
                                .put("sigma", 0.5));

        JsonObject answer = json(front.send(infer(request)));

        assertThat(answer.encode())
                .isEqualTo("{\"model_name\":\"cifar10-demo\",\"model_version\":\"1.0.0\",\"id\":\"42\",\"outputs\":["
                        + "{\"name\":\"label\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"cat\"]},"
                        + "{\"name\":\"class\",\"shape\":[1],\"datatype\":\"INT32\",\"data\":[3]},"
                        + "{\"name\":\"radius\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[0.5123456789]},"
                        + "{\"name\":\"p_lower\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[0.9797]},"
                        + "{\"name\":\"abstained\",\"shape\":[1],\"datatype\":\"BOOL\",\"data\":[false]},"
                        + "{\"name\":\"model\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"cifar10-demo 1.0.0\"]},"
                        + "{\"name\":\"class_name\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"cat\"]}]}");
        Frame frame = front.published.take();
        assertThat(frame.getCameraId()).isEqualTo("door");
        assertThat(frame.getContentType()).isEqualTo("image/jpeg");
        assertThat(frame.getOptions().getPlan()).isEqualTo(PlanKind.FIXED);
        assertThat(frame.getOptions().getSigma()).isEqualTo(0.5);
    }

    @Test
    void shouldServeOnlyWhatAnswers() throws Exception {
        JsonObject canary = MadeUpWorkers.candidate(MadeUp.NOON).put("answers", true);
        JsonObject later = MadeUpWorkers.model(MadeUp.NOON).put("version", "1.0.1");
        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON), later, canary));
        assertThat(front.get("/v2/models/cifar10-next").statusCode()).isEqualTo(200);
        assertThat(json(front.get(MODEL)).getJsonArray("versions")).containsExactly("1.0.0", "1.0.1");

        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON), MadeUpWorkers.candidate(MadeUp.NOON)));

        for (String path : new String[] {"/v2/models/cifar10-next", "/v2/models/cifar10-next/ready"}) {
            assertProblem(front.get(path), 404, "served: cifar10-demo 1.0.0.");
        }
        HttpRequest.Builder inference = front.request("/v2/models/cifar10-next/infer")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(pixels(1).encode()));
        assertThat(front.send(inference).statusCode()).isEqualTo(404);
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldNameTheBundleThatAnsweredWhicheverWasAsked() throws Exception {
        // Given: the routes give the second image of a camera to the canary
        JsonObject canary = MadeUpWorkers.candidate(MadeUp.NOON).put("answers", true);
        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON), canary));
        answering(frame -> MadeUp.answer(
                frame.getFrameId().endsWith(":1")
                        ? MadeUp.certified(frame.getFrameId(), "inference")
                        : byCanary(frame)));

        // When
        JsonObject both = json(front.send(infer(pixels(2))));
        JsonObject one = json(front.send(infer(pixels(1))));

        // Then
        assertThat(data(both, 5)).containsExactly("cifar10-next 1.1.0", "cifar10-demo 1.0.0");
        assertThat(both.getString("model_name")).as("of the first image").isEqualTo("cifar10-next");
        assertThat(both.getString("model_version")).isEqualTo("1.1.0");
        assertThat(one.getString("model_name")).isEqualTo("cifar10-next");
    }

    @Test
    void shouldNameABundleThatAnsweredAndIsServedNoMore() throws Exception {
        answering(frame -> MadeUp.answer(byCanary(frame)));

        JsonObject answer = json(front.send(infer(pixels(1))));

        assertThat(answer.getString("model_name")).isEqualTo("cifar10-next 1.1.0");
        assertThat(answer.containsKey("model_version")).isFalse();
    }

    private static CertifiedPrediction byCanary(Frame frame) {
        return CertifiedPrediction.newBuilder(MadeUp.certified(frame.getFrameId(), "inference"))
                .setModelName("cifar10-next 1.1.0")
                .setModelDigest("cd".repeat(32))
                .build();
    }

    @Test
    void shouldClassifySeveralImagesInTheirOrder() throws Exception {
        answering(frame -> frame.getFrameId().endsWith(":1")
                ? MadeUp.answer(MadeUp.abstained(frame.getFrameId(), "inference", 0.4))
                : MadeUp.answer(MadeUp.certified(frame.getFrameId(), "inference")));
        JsonArray outputs = new JsonArray()
                .add(new JsonObject().put("name", "class"))
                .add(new JsonObject().put("name", "abstained"));

        JsonObject answer = json(front.send(infer(pixels(3).put("outputs", outputs))));

        assertThat(answer.getJsonArray("outputs")).hasSize(2);
        assertThat(data(answer, 0)).containsExactly(3, -1, 3);
        assertThat(data(answer, 1)).containsExactly(false, true, false);
        assertThat(front.published)
                .extracting(Frame::getContentType)
                .containsOnly("application/vnd.steadfast.rgb8;width=1;height=1");
        assertThat(front.published.take().getImage()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 2}));
    }

    @Test
    void shouldTakeFloatsOfAnImage() throws Exception {
        answering(frame -> MadeUp.answer(MadeUp.certified(frame.getFrameId(), "inference")));
        JsonArray data = new JsonArray().add(0.0).add(51 / 255.0).add(1.0);

        JsonObject answer = json(front.send(
                infer(request("FP32", new JsonArray().add(1).add(3).add(1).add(1), data))));

        assertThat(front.published.take().getImage()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 51, (byte) 255}));
        assertThat(data(answer, 1)).containsExactly(3);
    }

    @Test
    void shouldSayWhyAnImageWasRejected() throws Exception {
        answering(frame -> MadeUp.answer(MadeUp.rejected(Optional.of(frame.getFrameId()), Optional.of("inference"))));

        HttpResponse<String> answer = front.send(infer(pixels(1)));

        assertProblem(answer, 422, "the image was rejected: not-an-image: the image must be PNG");
        assertThat(new JsonObject(answer.body()).getString("reason")).isEqualTo("not-an-image");
    }

    @Test
    void shouldHaveAnImageSentAgainThatWasOneOfTooMany() throws Exception {
        answering(frame -> MadeUp.answer(
                RejectedFrame.newBuilder(MadeUp.rejected(Optional.of(frame.getFrameId()), Optional.of("inference")))
                        .setReason(RejectionReason.OVERLOADED)
                        .build()));

        HttpResponse<String> answer = front.send(infer(pixels(1)));

        assertProblem(answer, 429, "the image was rejected: overloaded: ");
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
    }

    @Test
    void shouldSayWhereAnAnswerThatTakesTooLongWillBe() throws Exception {
        JsonObject request = pixels(1).put("parameters", new JsonObject().put("frame-id", "f-1"));

        assertProblem(
                front.send(infer(request)),
                504,
                "no prediction within 1 s; it will be at /v1/predictions/f-1. So far: no worker has voted for more than 60 s,");

        assertThat(front.get("/v1/predictions/f-1").statusCode())
                .as("is awaited")
                .isEqualTo(202);
    }

    @Test
    void shouldTakeNoMoreImagesThanThereIsRoomForAndForgetThoseThatItRefuses() throws Exception {
        CompletableFuture<Void> brokers = new CompletableFuture<>();
        front.brokers = frame -> brokers;
        for (int i = 0; i < 5; i++) {
            assertThat(front.send(infer("no JSON")).statusCode()).isEqualTo(400);
            assertProblem(front.send(infer(pixels(4))), 422, "the tensor has 4 images; 3 are the most");
        }
        CompletableFuture<HttpResponse<String>> three = front.sendAsync(infer(pixels(3)));
        for (int i = 0; i < 3; i++) {
            front.published.take();
        }

        assertProblem(front.send(infer(pixels(2))), 429, "frames are under way; 4 are the most that are taken");

        brokers.complete(null);
        assertThat(three.join().statusCode()).isEqualTo(504);
    }

    @Test
    void shouldRefuseAnImageThatIsLargerThanFramesMayBe() throws Exception {
        JsonObject request = request(
                "BYTES",
                new JsonArray().add(1),
                new JsonArray().add(Base64.getEncoder().encodeToString(Arrays.copyOf(JPEG, 101))));

        assertProblem(front.send(infer(request)), 413, "element 0 of BYTES is larger than 100 bytes");
        assertThat(front.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "gzip", "deflate"})
    void shouldAnswerInBinaryAndCompressedAsClientsAsk(String coding) throws Exception {
        answering(frame -> MadeUp.answer(MadeUp.certified(frame.getFrameId(), "inference")));
        ContentCoding coded = ContentCoding.valueOf(coding.toUpperCase(Locale.ROOT));
        String json = "{\"inputs\":[{\"name\":\"image\",\"shape\":[1,1,1,3],\"datatype\":\"UINT8\","
                + "\"parameters\":{\"binary_data_size\":3}}],\"parameters\":{\"binary_data_output\":true},"
                + "\"outputs\":[{\"name\":\"label\"},{\"name\":\"class\"},{\"name\":\"radius\"},{\"name\":\"abstained\"},"
                + "{\"name\":\"model\",\"parameters\":{\"binary_data\":false}}]}";
        Buffer body = Buffer.buffer(json).appendBytes(new byte[] {7, 8, 9});

        HttpResponse<byte[]> answer = HttpClient.newHttpClient()
                .send(
                        front.request(MODEL + "/infer")
                                .header("Content-Type", "application/octet-stream")
                                .header("Content-Encoding", coding)
                                .header("Accept-Encoding", "br, " + coding + ";q=0.9, identity;q=0.1")
                                .header("Inference-Header-Content-Length", Integer.toString(json.length()))
                                .POST(BodyPublishers.ofByteArray(coded.encode(body.getBytes())))
                                .build(),
                        BodyHandlers.ofByteArray());

        assertThat(answer.statusCode()).as(new String(answer.body(), UTF_8)).isEqualTo(200);
        assertThat(front.published.take().getImage()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8, 9}));
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(answer.headers().firstValue("Content-Encoding").orElse("identity"))
                .isEqualTo(coding);
        Buffer whole =
                Buffer.buffer(coded.decode(ByteBuffer.wrap(answer.body()), 10_000, new Room(1, 10_000).reserve(0))
                        .array());
        int length = Integer.parseInt(
                answer.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        JsonArray outputs = new JsonObject(whole.getBuffer(0, length)).getJsonArray("outputs");
        assertThat(outputs.getJsonObject(0).encode())
                .isEqualTo(
                        "{\"name\":\"label\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":7}}");
        assertThat(outputs.getJsonObject(4).getJsonArray("data")).containsExactly("cifar10-demo 1.0.0");
        assertThat(whole.getIntLE(length)).isEqualTo(3);
        assertThat(whole.getString(length + 4, length + 7)).isEqualTo("cat");
        assertThat(whole.getIntLE(length + 7)).isEqualTo(3);
        assertThat(Double.longBitsToDouble(whole.getLongLE(length + 11))).isEqualTo(0.5123456789);
        assertThat(whole.getByte(length + 19)).isZero();
    }

    @Test
    void shouldNameAContentEncodingThatIsNotTaken() throws Exception {
        for (String coding : new String[] {"br", "gzip, gzip"}) {
            assertProblem(
                    front.send(infer(pixels(1)).header("Content-Encoding", coding)),
                    415,
                    "Content-Encoding '" + coding
                            + "' is not taken here: send gzip, deflate or the body as it is, without that header");
        }
    }

    @Test
    void shouldBoundWhatABodyUnfoldsTo() throws Exception {
        try (RunningFront small = RunningFront.with("gateway.max-request-bytes=1000", "gateway.max-image-bytes=100")) {
            small.newsArrives(KeptRecords.served());
            byte[] folded = ContentCoding.GZIP.encode(" ".repeat(1001).getBytes(UTF_8));

            assertProblem(
                    small.send(small.request(MODEL + "/infer")
                            .header("Content-Encoding", "gzip")
                            .POST(BodyPublishers.ofByteArray(folded))),
                    413,
                    "unfolds to more than 1000 bytes");
        }
    }

    private void answering(Function<Frame, Answer> answer) {
        front.brokers = frame -> CompletableFuture.runAsync(() -> front.arrive(answer.apply(frame)));
    }

    private HttpRequest.Builder infer(JsonObject request) {
        return infer(request.encode());
    }

    private HttpRequest.Builder infer(String body) {
        return front.request(MODEL + "/infer")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static JsonObject pixels(int images) {
        JsonArray data = new JsonArray();
        for (int i = 0; i < 3 * images; i++) {
            data.add(i);
        }
        return request("UINT8", new JsonArray().add(images).add(1).add(1).add(3), data);
    }

    private static JsonObject request(String datatype, JsonArray shape, JsonArray data) {
        JsonObject tensor = new JsonObject()
                .put("name", "image")
                .put("datatype", datatype)
                .put("shape", shape)
                .put("data", data);
        return new JsonObject().put("inputs", new JsonArray().add(tensor));
    }

    private static JsonArray data(JsonObject answer, int output) {
        return answer.getJsonArray("outputs").getJsonObject(output).getJsonArray("data");
    }

    private static JsonObject json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
        assertThat(new JsonObject(answer.body()).getString("error")).contains(detail);
    }
}
