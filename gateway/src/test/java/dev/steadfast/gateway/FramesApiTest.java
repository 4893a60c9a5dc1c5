package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FramesApiTest {

    private static final byte[] PNG = MadeUp.png();
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 1, 2, 3};

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with(
                "gateway.max-image-bytes=1000", "gateway.max-in-flight=2", "gateway.kafka-timeout=1s");
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldPublishInTheTraceOfTheRequestIfItHasOne() throws Exception {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        for (String header : List.of(trace, "no trace")) {
            HttpRequest.Builder request = front.request("/v1/cameras/door/frames")
                    .header("Content-Type", "image/jpeg")
                    .header("traceparent", header)
                    .PUT(BodyPublishers.ofByteArray(JPEG));
            assertThat(front.send(request).statusCode()).isEqualTo(202);
        }

        assertThat(front.traceParents).containsExactly(Optional.of(trace), Optional.empty());
    }

    @Test
    void shouldPublishAFrameAndSayWhereItsPredictionWillBe() throws Exception {
        // When
        HttpResponse<String> response = post(
                "/v1/cameras/door/frames?frame-id=f-1&ground-truth=4&plan=fixed&sigma=0.25&alpha=0.01&n0=50&n=500",
                PNG);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains("/v1/predictions/f-1");
        assertThat(new JsonObject(response.body()))
                .isEqualTo(new JsonObject()
                        .put("frameId", "f-1")
                        .put("camera", "door")
                        .put("prediction", "/v1/predictions/f-1"));
        assertThat(front.published.take())
                .isEqualTo(Frame.newBuilder()
                        .setFrameId("f-1")
                        .setCameraId("door")
                        .setCapturedAt(MadeUp.NOON)
                        .setContentType("image/png")
                        .setImage(ByteBuffer.wrap(PNG))
                        .setGroundTruth(4)
                        .setOptions(SamplingOptions.newBuilder()
                                .setPlan(PlanKind.FIXED)
                                .setSigma(0.25)
                                .setAlpha(0.01)
                                .setSelectionSamples(50)
                                .setEstimationSamples(500)
                                .build())
                        .build());
    }

    @Test
    void shouldChooseAFrameIdAndLeaveTheOptionsToTheDeployment() throws Exception {
        HttpResponse<String> response = post("/v1/cameras/door/frames", JPEG);

        Frame frame = front.published.take();
        assertThat(frame.getFrameId()).matches("[0-9a-z]{14}");
        assertThat(frame.getOptions()).isNull();
        assertThat(frame.getGroundTruth()).isNull();
        assertThat(new JsonObject(response.body()).getString("frameId")).isEqualTo(frame.getFrameId());
    }

    @Test
    void shouldTakeTheGroundTruthByItsFormerNameToo() throws Exception {
        post("/v1/cameras/door/frames?label=4", PNG);

        assertThat(front.published.take().getGroundTruth()).isEqualTo(4);
        assertProblem(
                post("/v1/cameras/door/frames?label=4&ground-truth=4", PNG),
                400,
                "'label' is the former name of ground-truth: give one of them");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/octet-stream", "application/x-www-form-urlencoded", ""})
    void shouldRecogniseImagesThatCurlSendsWithoutAType(String contentType) throws Exception {
        HttpRequest.Builder request = front.request("/v1/cameras/door/frames").PUT(BodyPublishers.ofByteArray(JPEG));
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }

        assertThat(front.send(request).statusCode()).isEqualTo(202);
        assertThat(front.published.take().getContentType()).isEqualTo("image/jpeg");
    }

    @Test
    void shouldTakeRawPixelsOfTheAnnouncedSizeOnly() throws Exception {
        String type = "application/vnd.steadfast.rgb8; width=4; height=2";

        assertThat(send(type, new byte[24]).statusCode()).isEqualTo(202);
        assertThat(front.published.take().getContentType())
                .isEqualTo("application/vnd.steadfast.rgb8;width=4;height=2");
        assertProblem(send(type, new byte[23]), 422, "the body has 23 bytes, but 4 x 2 pixels are 24");
    }

    @Test
    void shouldPassOnWhatIsAskedFor() throws Exception {
        post("/v1/cameras/door/frames?plan=sequential&radius=0.1&max-age=1.5", PNG);

        assertThat(front.published.take().getOptions())
                .isEqualTo(SamplingOptions.newBuilder()
                        .setPlan(PlanKind.SEQUENTIAL)
                        .setRadius(0.1)
                        .setMaxAgeMillis(1500L)
                        .build());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sigma=0",
                "sigma=NaN",
                "sigma=loud",
                "alpha=1",
                "alpha=NaN",
                "n=0",
                "n0=1.5",
                "label=-1",
                "plan=quick",
                "radius=-1",
                "radius=Infinity",
                "max-age=0",
                "max-age=NaN",
                "max-age=21601",
                "frame-id=a%20b",
                "frame-id=stream",
                "frame-id=.",
                "frame-id=",
                "n=1&n=2",
                "sigm=0.5",
            })
    void shouldRefuseParametersThatItCannotRead(String query) throws Exception {
        assertProblem(post("/v1/cameras/door/frames?" + query, PNG), 400, "");
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldNameParameterRuleAndValue() throws Exception {
        assertProblem(
                post("/v1/cameras/door/frames?alpha=2", PNG),
                400,
                "query parameter 'alpha' must be a number from 1.0E-30 to below 1, was '2'");
        assertProblem(
                post("/v1/cameras/door/frames?n=10000001", PNG),
                400,
                "query parameter 'n' must be a number of samples from 1 to 10000000, was '10000001'");
        assertProblem(
                post("/v1/cameras/door/frames?sigma=5", PNG),
                400,
                "query parameter 'sigma' must be a number from 0.01 to 4.0, was '5'");
        assertProblem(
                post("/v1/cameras/door/frames?sigm=0.5", PNG),
                400,
                "query parameter 'sigm' is unknown here; known: alpha, frame-id, ground-truth, label, max-age, n, n0, plan, radius, sigma");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sigma=2 | sigma must be from 0.1 to 1.0, the range of cifar10-demo 1.0.0, was 2.0",
                "n=3 | n = 3, alpha = 0.001: cannot certify, the largest radius is 0",
                "plan=sequential&radius=3 | radius = 3.0, sigma = 0.25, n = 1000, alpha = 0.001: cannot certify",
                "n=1000000 | n0 + n must be at most 200000 here, was 1000100",
                "ground-truth=10 | the ground truth must be from 0 to 9, the classes of cifar10-demo 1.0.0, was 10"
            })
    void shouldRefuseAtOnceWhatTheTopologyWouldReject(String query, String detail) throws Exception {
        front.newsArrives(KeptRecords.served(MadeUpWorkers.model(MadeUp.NOON).put("maxSamples", 200_000)));

        assertProblem(post("/v1/cameras/door/frames?" + query, PNG), 400, detail);
        assertThat(front.published).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"front%20door", "%C3%BCber", "a%2Fb"})
    void shouldRefuseCamerasWithOtherNames(String camera) throws Exception {
        assertProblem(post("/v1/cameras/" + camera + "/frames", PNG), 400, "the camera must be named with");
    }

    @Test
    void shouldRefuseImagesThatAreTooLargeAnnouncedOrNot() throws Exception {
        assertProblem(post("/v1/cameras/door/frames", new byte[1001]), 413, "larger than 1000 bytes");

        HttpRequest.Builder chunked = front.request("/v1/cameras/door/frames")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[300_000])));
        assertProblem(front.send(chunked), 413, "larger than 1000 bytes");
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldRefuseWhatIsNoImage() throws Exception {
        assertProblem(send("text/html", PNG), 415, "content type must be image/png, image/jpeg or");
        assertProblem(send("multipart/form-data; boundary=x", PNG), 422, "the body has no images");
        assertProblem(
                send("application/vnd.steadfast.rgb8", PNG),
                415,
                "raw pixels need application/vnd.steadfast.rgb8;width=W;height=H");
        assertProblem(post("/v1/cameras/door/frames", new byte[] {1, 2, 3}), 415, "begins like neither PNG nor JPEG");
        assertProblem(
                front.send(front.request("/v1/cameras/door/frames")
                        .header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(PNG))),
                415,
                "Content-Encoding 'gzip' is not taken");
    }

    @Test
    void shouldNameTheReasonThatTheTopologyWouldGive() throws Exception {
        String frames = "/v1/cameras/door/frames";
        HttpRequest.Builder chunked = front.request(frames)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[300_000])));

        assertReason(send("image/jpeg", PNG), "not-an-image");
        assertReason(send("text/html", PNG), "unsupported-content-type");
        assertReason(send("application/vnd.steadfast.rgb8;width=1;height=1", PNG), "unreadable-image");
        assertReason(post(frames, new byte[0]), "empty-image");
        assertReason(post(frames, new byte[1001]), "image-too-large");
        assertReason(front.send(chunked), "image-too-large");
        assertThat(new JsonObject(post(frames + "?n=x", PNG).body()).fieldNames())
                .as("a problem that the image does not have")
                .doesNotContain("reason");
    }

    private static void assertReason(HttpResponse<String> response, String reason) {
        assertThat(new JsonObject(response.body()).getString("reason"))
                .as(response.body())
                .isEqualTo(reason);
    }

    @Test
    void shouldRefuseAnEmptyBody() throws Exception {
        assertProblem(post("/v1/cameras/door/frames", new byte[0]), 422, "the body is empty");
    }

    @Test
    void shouldAskToComeAgainWhileTooManyFramesAreUnderWay() throws Exception {
        // Given
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        front.brokers = frame -> acknowledged;
        var first = front.sendAsync(frame(PNG));
        var second = front.sendAsync(frame(PNG));
        front.published.take();
        front.published.take();

        // When
        HttpResponse<String> third = front.send(frame(PNG));

        // Then
        assertProblem(third, 429, "2 frames are under way");
        assertThat(third.headers().firstValue("Retry-After")).contains("1");
        acknowledged.complete(null);
        assertThat(first.get().statusCode()).isEqualTo(202);
        assertThat(second.get().statusCode()).isEqualTo(202);
        assertThat(front.send(frame(PNG)).statusCode()).isEqualTo(202);
    }

    @Test
    void shouldCountAFrameAsUnderWayForAsLongAsItOccupiesMemory() throws Exception {
        // Given
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        front.brokers = frame -> acknowledged;
        var first = front.sendAsync(frame(PNG));
        var second = front.sendAsync(frame(PNG));
        assertProblem(first.get(), 503, "Kafka did not acknowledge the frame in time");
        assertProblem(second.get(), 503, "Kafka did not acknowledge the frame in time");

        // Then
        assertThat(front.send(frame(PNG)).statusCode()).isEqualTo(429);
        acknowledged.completeExceptionally(new TimeoutException("expired"));
        await().untilAsserted(
                        () -> assertThat(front.send(frame(PNG)).statusCode()).isEqualTo(503));
    }

    @Test
    void shouldTellAClientHowToTryAgainWithoutASecondFrame() throws Exception {
        front.brokers = frame -> CompletableFuture.failedStage(new TimeoutException("expired"));

        HttpResponse<String> response = front.send(frame(PNG));

        assertProblem(
                response, 503, "send it with frame-id=" + front.published.take().getFrameId());
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void shouldSortFailuresOfKafkaFromItsOwn() throws Exception {
        front.brokers = frame -> CompletableFuture.failedStage(new RejectedExecutionException());
        assertThat(front.send(frame(PNG)).statusCode()).isEqualTo(503);
        front.brokers = frame -> CompletableFuture.failedStage(new RecordTooLargeException());
        assertThat(front.send(frame(PNG)).statusCode()).isEqualTo(413);
        front.brokers =
                frame -> CompletableFuture.failedStage(new IllegalStateException("a fault of the test's making"));
        assertProblem(front.send(frame(PNG)), 500, "the gateway failed");
        front.brokers = frame -> CompletableFuture.completedStage(null);
        assertThat(front.send(frame(PNG)).statusCode())
                .as("frames under way are counted down")
                .isEqualTo(202);
    }

    @Test
    void shouldCutOffAClientThatSendsTooSlowly() throws Exception {
        try (RunningFront impatient = RunningFront.with("gateway.body-timeout=200ms");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), impatient.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Content-Length: 100"));

            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(response).startsWith("HTTP/1.1 408 ").containsIgnoringCase("connection: close");
            assertThat(response).contains("the body came too slowly: at less than 1024 bytes a second");
        }
    }

    @Test
    void shouldLetAClientGoOnThatAsksFirst() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(head("Connection: close", "Content-Length: " + JPEG.length, "Expect: 100-continue"));
            byte[] go = socket.getInputStream().readNBytes("HTTP/1.1 100 Continue\r\n\r\n".length());
            out.write(JPEG);

            assertThat(new String(go, StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 100 ");
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 202 ");
        }
    }

    @Test
    void shouldForgetAClientThatGoesAwayInTheMiddle() throws Exception {
        for (int i = 0; i < 4; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
                socket.getOutputStream().write(head("Content-Length: 100"));
            }
        }

        await().untilAsserted(
                        () -> assertThat(front.send(frame(PNG)).statusCode()).isEqualTo(202));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/cameras/%zz/frames", "/v1/cameras/door/frames?n=%zz", "/v1/predictions/%zz"})
    void shouldRefuseAddressesThatNoClientShouldSend(String address) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port())) {
            socket.getOutputStream()
                    .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
                            .formatted(address)
                            .getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 4")
                    .contains(Problem.CONTENT_TYPE);
        }
    }

    @Test
    void shouldAnswerOtherPathsAndMethodsWithProblemsToo() throws Exception {
        assertProblem(front.get("/v1/frames"), 404, "GET /v1/frames is nothing that is served here");
        assertProblem(front.get("/v1/cameras/door/frames"), 405, "GET /v1/cameras/door/frames is nothing");
    }

    private static byte[] head(String... headers) {
        return ("POST /v1/cameras/door/frames HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", headers)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private HttpRequest.Builder frame(byte[] image) {
        return front.request("/v1/cameras/door/frames").POST(BodyPublishers.ofByteArray(image));
    }

    private HttpResponse<String> post(String path, byte[] image) throws Exception {
        return front.send(front.request(path).POST(BodyPublishers.ofByteArray(image)));
    }

    private HttpResponse<String> send(String contentType, byte[] image) throws Exception {
        return front.send(frame(image).header("Content-Type", contentType));
    }

    private static void assertProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).isEqualTo(Optional.of(Problem.CONTENT_TYPE));
        JsonObject problem = new JsonObject(response.body());
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).contains(detail);
    }
}
