package dev.steadfast.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.bodies.ContentCoding;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Clients that take their time to send what they have announced. */
class SlowSendersTest {

    private static final String FRAMES = "/v1/cameras/door/frames";
    private static final String INFERENCES = "/v2/models/cifar10-demo/infer";

    @Test
    void shouldLeaveRoomForOthers() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                slow.add(begin(front, "Content-Type: multipart/form-data; boundary=x", "Content-Length: 2000000"));
            }
            slow.add(begin(front, "Content-Type: multipart/form-data; boundary=x", "Transfer-Encoding: chunked"));
            Awaitility.await().untilAsserted(() -> assertThat(
                            front.getManagement("/metrics").body())
                    .contains("steadfast_gateway_frames_in_flight 9"));

            HttpResponse<String> answer =
                    front.send(front.request(FRAMES).POST(BodyPublishers.ofByteArray(MadeUp.png())));

            assertThat(answer.statusCode()).isEqualTo(202);
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldLeaveRoomForOthersWhateverCompressedBodiesMayUnfoldTo() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.newsArrives(KeptRecords.served());
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                slow.add(begin(front, INFERENCES, new String[] {"Content-Encoding: gzip", "Content-Length: 200"}));
            }
            Awaitility.await().untilAsserted(() -> assertThat(
                            front.getManagement("/metrics").body())
                    .contains("steadfast_gateway_frames_in_flight 9"));

            HttpResponse<String> answer =
                    front.send(front.request(FRAMES).POST(BodyPublishers.ofByteArray(MadeUp.png())));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void shouldUnfoldNoMoreThanThereIsRoomFor() throws Exception {
        byte[] spaces = ContentCoding.GZIP.encode(" ".repeat(2000).getBytes(US_ASCII));
        try (RunningFront front = RunningFront.with(
                "gateway.max-image-bytes=1000", "gateway.max-request-bytes=3000", "gateway.max-in-flight=3")) {
            front.newsArrives(KeptRecords.served());
            try (Socket slow = begin(front, "Content-Type: multipart/form-data; boundary=x", "Content-Length: 1500")) {
                Awaitility.await().untilAsserted(() -> assertThat(
                                front.getManagement("/metrics").body())
                        .contains("steadfast_gateway_frames_in_flight 1"));

                HttpResponse<String> refused = front.send(inference(front, spaces));

                assertThat(slow.isConnected()).isTrue();
                assertThat(refused.statusCode()).as(refused.body()).isEqualTo(429);
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            }
            Awaitility.await().untilAsserted(() -> assertThat(
                            front.send(inference(front, spaces)).body())
                    .as("there is room again")
                    .contains("must be a JSON object"));
        }
    }

    private static HttpRequest.Builder inference(RunningFront front, byte[] folded) {
        return front.request(INFERENCES).header("Content-Encoding", "gzip").POST(BodyPublishers.ofByteArray(folded));
    }

    @Test
    void shouldSetAsideNoMoreThanThereIs() throws Exception {
        try (RunningFront front = RunningFront.with(
                        "gateway.max-image-bytes=1000", "gateway.max-request-bytes=3000", "gateway.max-in-flight=3");
                Socket slow = begin(front, "Content-Type: multipart/form-data; boundary=x", "Content-Length: 2500")) {
            Awaitility.await().untilAsserted(() -> assertThat(
                            front.getManagement("/metrics").body())
                    .contains("steadfast_gateway_frames_in_flight 1"));
            byte[] image = Arrays.copyOf(MadeUp.png(), 501);

            HttpResponse<String> announced = front.send(front.request(FRAMES).POST(BodyPublishers.ofByteArray(image)));
            HttpResponse<String> chunked = front.send(
                    front.request(FRAMES).POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(image))));

            for (HttpResponse<String> answer : List.of(announced, chunked)) {
                assertThat(answer.statusCode()).isEqualTo(429);
                assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.body()).contains("with these they would be more than the 3000 that are taken");
            }
            assertThat(slow.isConnected()).isTrue();
        }
    }

    @Test
    void shouldCutOffWhoComesTooSlowlyLongBeforeTheTimeout() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.body-timeout=2m", "gateway.min-body-rate=1");
                RunningFront strict =
                        RunningFront.with("gateway.body-timeout=1200ms", "gateway.min-body-rate=1000000");
                Socket tolerated = begin(front, "Content-Length: 100");
                Socket slow = begin(strict, "Content-Length: 1000")) {
            slow.getOutputStream().write(new byte[999]);

            String answer = new String(slow.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 408 ")
                    .containsIgnoringCase("\r\nconnection: close\r\n")
                    .contains("the body came too slowly: at less than 1000000 bytes a second for 200 ms");
            assertThat(tolerated.getInputStream().available()).isZero();
        }
    }

    @Test
    void shouldGiveEverybodyTheSameTimeWhereNoRateIsAsked() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.body-timeout=200ms", "gateway.min-body-rate=0");
                Socket slow = begin(front, "Content-Length: 100")) {
            String answer = new String(slow.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 408 ").contains("did not come within 200 ms");
        }
    }

    private static Socket begin(RunningFront front, String... headers) throws Exception {
        return begin(front, FRAMES, headers);
    }

    private static Socket begin(RunningFront front, String path, String[] headers) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(10_000);
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(US_ASCII));
        return socket;
    }
}
