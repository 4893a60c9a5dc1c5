package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.Frame;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several images in one body. */
class PartsApiTest {

    private static final String FRAMES = "/v1/cameras/door/frames";
    private static final byte[] PNG = MadeUp.png();
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1};

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with(
                "gateway.max-image-bytes=1000",
                "gateway.max-request-bytes=5000",
                "gateway.max-parts=3",
                "gateway.max-in-flight=4");
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldSayWhatBecameOfEachPart() throws Exception {
        JsonArray items = items(post(
                "?frame-id=walk&label=2",
                new Body()
                        .image("a", "1.png", "image/png", PNG)
                        .image("b", "2.bin", "application/octet-stream", new byte[1001])
                        .image("c", "3.html", "text/html", PNG)));

        assertThat(items.getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("name", "a")
                        .put("fileName", "1.png")
                        .put("status", 202)
                        .put("frameId", "walk:0")
                        .put("prediction", "/v1/predictions/walk%3A0"));
        assertThat(items.getJsonObject(1).getInteger("status")).isEqualTo(413);
        assertThat(items.getJsonObject(1).getJsonObject("problem").getString("reason"))
                .isEqualTo("image-too-large");
        assertThat(items.getJsonObject(2).getInteger("status")).isEqualTo(415);
        assertThat(items.getJsonObject(2).getJsonObject("problem").getString("reason"))
                .isEqualTo("unsupported-content-type");
        assertThat(items.getJsonObject(2).getJsonObject("problem").getString("detail"))
                .contains("content type must be image/png", "was 'text/html'");
        Frame frame = front.published.take();
        assertThat(front.published).isEmpty();
        assertThat(frame.getFrameId()).isEqualTo("walk:0");
        assertThat(frame.getGroundTruth()).isEqualTo(2);
        assertThat(frame.getImage()).isEqualTo(ByteBuffer.wrap(PNG));
        assertThat(front.get("/v1/predictions/walk%3A0").statusCode()).isEqualTo(202);
    }

    @Test
    void shouldPublishThePartsInTheirOrder() throws Exception {
        items(post("", new Body().image("x", "1", "image/png", PNG).image("x", "2", "image/jpeg", JPEG)));

        assertThat(front.published)
                .extracting(Frame::getImage)
                .containsExactly(ByteBuffer.wrap(PNG), ByteBuffer.wrap(JPEG));
        assertThat(front.published).extracting(Frame::getContentType).containsExactly("image/png", "image/jpeg");
    }

    @Test
    void shouldSayThatAPartCannotBePixels() throws Exception {
        String raw = "application/vnd.steadfast.rgb8;width=1;height=1";

        JsonArray items = items(post("", new Body().image("a", "1.raw", raw, new byte[3])));

        assertThat(items.getJsonObject(0).getJsonObject("problem").getString("detail"))
                .isEqualTo("a part cannot be pixels as they are: send them as a body, or encoded");
    }

    @Test
    void shouldPublishTheSameFramesUnderTheSameKey() throws Exception {
        for (int i = 0; i < 2; i++) {
            front.send(front.request(FRAMES)
                    .header("Content-Type", "multipart/form-data; boundary=x")
                    .header("Idempotency-Key", "k")
                    .POST(BodyPublishers.ofByteArray(
                            new Body().image("a", "1.png", "image/png", PNG).end())));
        }

        assertThat(front.published.take().getFrameId())
                .isEqualTo(front.published.take().getFrameId())
                .matches("key-[0-9a-f]{32}:0");
    }

    @Test
    void shouldWaitForAllPredictionsAtATime() throws Exception {
        front.brokers = frame -> frame.getFrameId().endsWith(":1")
                ? CompletableFuture.runAsync(
                        () -> front.arrive(MadeUp.answer(MadeUp.certified(frame.getFrameId(), "door"))))
                : CompletableFuture.completedStage(null);

        JsonArray items = items(front.send(front.request(FRAMES + "?frame-id=f")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .header("Prefer", "wait=1")
                .POST(BodyPublishers.ofByteArray(new Body()
                        .image("a", "1", "image/png", PNG)
                        .image("b", "2", "image/png", PNG)
                        .end()))));

        assertThat(items.getJsonObject(0).getInteger("status")).isEqualTo(202);
        assertThat(items.getJsonObject(1).getInteger("status")).isEqualTo(200);
        assertThat(items.getJsonObject(1).getJsonObject("answer").getString("frameId"))
                .isEqualTo("f:1");
    }

    @Test
    void shouldTellOfEachPartThatKafkaDidNotTake() throws Exception {
        front.brokers = frame -> frame.getFrameId().endsWith(":0")
                ? CompletableFuture.failedStage(new TimeoutException("expired"))
                : CompletableFuture.completedStage(null);

        JsonArray items =
                items(post("", new Body().image("a", "1", "image/png", PNG).image("b", "2", "image/png", PNG)));

        assertThat(items.getJsonObject(0).getInteger("status")).isEqualTo(503);
        assertThat(items.getJsonObject(1).getInteger("status")).isEqualTo(202);
    }

    @Test
    void shouldRefuseBodiesWithoutImages() throws Exception {
        assertProblem(post("", new Body()), 422, "the body has no images");
        assertProblem(post("", new Body().field("a", "text")), 422, "no part of the body has a file name");
        assertThat(items(post("", new Body().image("a", "1.png", "image/png", new byte[0])))
                        .getJsonObject(0)
                        .getJsonObject("problem")
                        .getString("detail"))
                .isEqualTo("the part is empty");
    }

    @Test
    void shouldRefuseTooManyImagesAndTooManyBytes() throws Exception {
        Body four = new Body();
        Body large = new Body();
        for (int i = 0; i < 4; i++) {
            four.image("a", i + ".png", "image/png", PNG);
            large.image("a", i + ".png", "image/png", new byte[1500]);
        }

        assertProblem(post("", four), 422, "more than 3 images");
        assertProblem(post("", large), 413, "larger than 5000 bytes");
        assertThat(front.published).isEmpty();
        shouldHaveRoomAgain();
    }

    @Test
    void shouldRefuseAFrameIdThatBecomesTooLong() throws Exception {
        assertProblem(
                post("?frame-id=" + "f".repeat(127), new Body().image("a", "1", "image/png", PNG)), 400, "too long");
        shouldHaveRoomAgain();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=other",
                "multipart/form-data; charset=nonsense; boundary=x"
            })
    void shouldRefuseWhatIsMalformedAndKeepNoRoomForIt(String contentType) throws Exception {
        for (int i = 0; i < 5; i++) { // more often than there is room
            HttpResponse<String> answer = front.send(front.request(FRAMES)
                    .header("Content-Type", contentType)
                    .POST(BodyPublishers.ofString("--x\r\nno part\r\n")));

            assertThat(answer.statusCode()).as(answer.body()).isIn(400, 415, 422);
        }
        shouldHaveRoomAgain();
    }

    @Test
    void shouldForgetAClientThatGoesAwayInTheMiddle() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
                String head = "POST " + FRAMES + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000\r\n"
                        + "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\nContent-Disposition: form-data;"
                        + " name=a; filename=a.png\r\nContent-Type: image/png\r\n\r\npix";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            }
        }
        shouldHaveRoomAgain();
    }

    private void shouldHaveRoomAgain() {
        await().untilAsserted(() -> assertThat(post("", new Body().image("a", "1.png", "image/png", PNG))
                        .statusCode())
                .isEqualTo(207));
    }

    private HttpResponse<String> post(String query, Body body) throws Exception {
        return front.send(front.request(FRAMES + query)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.ofByteArray(body.end())));
    }

    private static JsonArray items(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(207);
        return new JsonObject(answer.body()).getJsonArray("frames");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
    }

    /** A body of parts. */
    private static final class Body {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        private Body image(String name, String fileName, String contentType, byte[] image) {
            return part(
                    "name=\"%s\"; filename=\"%s\"\r\nContent-Type: %s".formatted(name, fileName, contentType), image);
        }

        private Body field(String name, String value) {
            return part("name=\"" + name + '"', value.getBytes(StandardCharsets.UTF_8));
        }

        private Body part(String disposition, byte[] content) {
            bytes.writeBytes(("--x\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(content);
            bytes.writeBytes(new byte[] {'\r', '\n'});
            return this;
        }

        private byte[] end() {
            bytes.writeBytes("--x--\r\n".getBytes(StandardCharsets.UTF_8));
            return bytes.toByteArray();
        }
    }
}
