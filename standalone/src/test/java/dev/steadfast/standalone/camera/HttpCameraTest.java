package dev.steadfast.standalone.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpCameraTest {

    private static final byte[] FIRST = TestImages.jpegWithThumbnail(1);
    private static final byte[] SECOND = TestImages.png(2);
    private static final byte[] THIRD = TestImages.jpeg(3);

    private final List<String> notices = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private MjpegServer server;

    @BeforeEach
    void start() throws Exception {
        server = MjpegServer.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "; boundary=frame         | --frame",
                ";boundary=--frame        | --frame",
                ";boundary=--frame        | ----frame",
                "; boundary=\"frame\"     | --frame",
                "; boundary=\"--my=b:/\"  | --my=b:/",
                "; boundary=frame         | frame",
                "; boundary=--frame       | frame",
                "; BOUNDARY = frame       | --frame",
                "; boundary=frame; x=y    | --frame",
                "; boundary=wrong         | --frame",
                ";                        | --frame"
            })
    void shouldReadPartsHoweverTheirBoundaryIsWritten(String parameter, String boundary) throws Exception {
        String head = "HTTP/1.1 200 OK\nContent-Type: multipart/x-mixed-replace" + parameter + "\n\n";
        server.answering(
                head,
                part(boundary, "\r\n", FIRST, true),
                part(boundary, "\r\n", SECOND, true),
                part(boundary, "\r\n", THIRD, true));
        server.answering(
                head,
                part(boundary, "\r\n", FIRST, false),
                part(boundary, "\r\n", SECOND, false),
                part(boundary, "\r\n", THIRD, false),
                bytes(boundary + "--\r\n"));

        assertThat(images(Duration.ZERO)).containsExactly(FIRST, SECOND, THIRD);
        assertThat(images(Duration.ZERO)).containsExactly(FIRST, SECOND, THIRD);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadPartsWithBareLineFeedsAndBoundariesThatFollowAtOnce(boolean length) throws Exception {
        server.answering(
                multipart(),
                bytes("--frame\nContent-type: image/jpeg\n" + (length ? "Content-length: " + FIRST.length + "\n" : "")
                        + "\n"),
                FIRST,
                bytes("--frame\nContent-type: image/jpeg\n\n"),
                THIRD,
                bytes("--frame\n"));

        assertThat(images(Duration.ZERO)).containsExactly(FIRST, THIRD);
        assertThat(problems).isEmpty();
    }

    @Test
    void shouldPassOverPartsThatAreNoImages() throws Exception {
        server.answering(
                multipart(),
                bytes("--frame\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello\r\n"),
                part("--frame", "\r\n", FIRST, true),
                bytes("--frame\r\nContent-Type: application/json\r\n\r\n{}\r\n"),
                part("--frame", "\r\n", THIRD, false));

        assertThat(images(Duration.ZERO)).containsExactly(FIRST, THIRD);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-100, 50})
    void shouldRelyOnBoundariesWhereLengthsAreWrong(int error) throws Exception {
        byte[][] body = new byte[4][];
        for (int i = 0; i < body.length; i++) {
            body[i] = concatenated(
                    bytes("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"
                            .formatted(THIRD.length + error)),
                    THIRD,
                    bytes("\r\n"));
        }
        server.answering(multipart(), body);

        List<byte[]> images = images(Duration.ZERO);

        assertThat(images.subList(images.size() - 2, images.size())).containsExactly(THIRD, THIRD);
        assertThat(problems).hasSize(1);
    }

    @Test
    void shouldHandOverAPartWithoutLengthWhenTheStreamPauses() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        server.answering(out -> {
            out.write(concatenated(bytes(multipart().replace("\n", "\r\n")), part("--frame", "\r\n", FIRST, false)));
            out.flush();
            seen.await();
            out.write(part("--frame", "\r\n", THIRD, false));
        });

        try (HttpCamera camera = camera(server.url("/"), Duration.ZERO)) {
            assertThat(bytes(camera.next())).isEqualTo(FIRST);
            seen.countDown();
            assertThat(bytes(camera.next())).isEqualTo(THIRD);
        }
    }

    @Test
    void shouldSayThatAPartIsCutOff() throws Exception {
        byte[] part = part("--frame", "\r\n", FIRST, true);
        server.answering(multipart(), Arrays.copyOf(part, part.length - 100));

        assertThat(images(Duration.ZERO)).isEmpty();
        assertThat(problems)
                .containsExactly("%s, image 1: is cut off after %d of %d bytes"
                        .formatted(server.url("/video"), FIRST.length - 98, FIRST.length));
    }

    @Test
    void shouldPassOverAPartThatIsTooLarge() throws Exception {
        server.answering(
                multipart(),
                part("--frame", "\r\n", new byte[EncodedImage.MAX_BYTES + 1], true),
                part("--frame", "\r\n", FIRST, true));

        assertThat(images(Duration.ZERO)).containsExactly(FIRST);
        assertThat(problems).singleElement().asString().contains("has more than 8388608 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"video/x-motion-jpeg", "application/octet-stream"})
    void shouldReadJpegsOneAfterTheOther(String type) throws Exception {
        server.answering("HTTP/1.1 200 OK\nContent-Type: " + type + "\n\n", FIRST, THIRD);

        assertThat(images(Duration.ZERO)).containsExactly(FIRST, THIRD);
    }

    @Test
    void shouldTakeOneSnapshot() throws Exception {
        server.answering("HTTP/1.1 200 OK\nContent-Type: image/png\nContent-Length: " + SECOND.length + "\n\n", SECOND);

        assertThat(images(Duration.ofMinutes(1))).containsExactly(SECOND);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void shouldTakeSnapshotsAgainAndAgain() throws Exception {
        server.answering("HTTP/1.1 200 OK\nContent-Type: image/png\n\n", SECOND);
        server.answering("HTTP/1.1 503 Service Unavailable\nContent-Length: 0\n\n");
        server.answering("HTTP/1.1 200 OK\nContent-Type: image/jpeg\n\n", FIRST);

        try (HttpCamera camera = new HttpCamera(
                address(server.url("/snap")),
                Optional.of(Duration.ofMillis(100)),
                retries(Duration.ofMinutes(1)),
                HttpClient.newHttpClient(),
                notices::add)) {
            assertThat(bytes(camera.next())).isEqualTo(SECOND);
            assertThat(bytes(camera.next())).isEqualTo(FIRST);
        }
        assertThat(notices).singleElement().asString().contains("the camera answers 503; asking again in");
    }

    @Test
    void shouldGiveUpOnSnapshotsThatAreNoImages() throws Exception {
        for (int i = 0; i < 100; i++) {
            server.answering("HTTP/1.1 200 OK\nContent-Type: image/jpeg\nContent-Length: 0\n\n");
        }

        try (ImageFeed feed = ImageFeed.start(
                new HttpCamera(
                        address(server.url("/snap?token=secret")),
                        Optional.of(Duration.ofMillis(100)),
                        retries(Duration.ofMillis(250)),
                        HttpClient.newHttpClient(),
                        notices::add),
                false,
                problems::add)) {
            assertThatThrownBy(feed::take)
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith(server.url("/snap") + ", image ")
                    .hasMessageEndingWith(": is empty; no image has come for 0 s");
            assertThat(feed.unusable())
                    .isEqualTo(problems.size())
                    .isEqualTo(server.requests().size());
        }
    }

    @Test
    void shouldGiveUpOnAStreamWithoutImages() throws Exception {
        server.answering(out -> {
            out.write(bytes(multipart().replace("\n", "\r\n")));
            while (true) {
                out.write(part("--frame", "\r\n", bytes("no image"), true));
                out.flush();
            }
        });

        try (ImageFeed feed =
                ImageFeed.start(camera(server.url("/video"), Duration.ofMillis(250)), false, problems::add)) {
            assertThatThrownBy(feed::take)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("is neither PNG nor JPEG");
        }
    }

    @Test
    void shouldReadOnAfterAnImageThatIsNone() throws Exception {
        server.answering(
                multipart(),
                part("--frame", "\r\n", bytes("no image"), true),
                part("--frame", "\r\n", bytes("nor this"), true),
                part("--frame", "\r\n", FIRST, true));

        assertThat(images(Duration.ZERO)).containsExactly(FIRST);
        assertThat(problems).hasSize(2);
    }

    @Test
    void shouldRefuseToTakeSnapshotsOfAStream() throws Exception {
        server.answering(multipart(), part("--frame", "\r\n", FIRST, true));

        try (HttpCamera camera = new HttpCamera(
                address(server.url("/video")), Optional.of(Duration.ofSeconds(1)), Duration.ZERO, notices::add)) {
            assertThatThrownBy(camera::next).hasMessageContaining("is a stream: it is thinned with --fps");
        }
    }

    @Test
    void shouldAskAgainWhenTheStreamEndsOrBreaks() throws Exception {
        byte[] part = part("--frame", "\r\n", THIRD, true);
        server.answering(multipart(), part("--frame", "\r\n", FIRST, true)); // ends
        server.answering( // breaks: the chunk is longer than what comes
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\nContent-Type: multipart/x-mixed-replace;boundary=frame\n\n%x\n"
                        .formatted(part.length + 100),
                part);
        server.answering("HTTP/1.1 500 Oops\nContent-Length: 0\n\n");
        server.answering("no HTTP\n\n");
        server.answering(multipart(), part("--frame", "\r\n", SECOND, true));

        try (HttpCamera camera = camera(server.url("/video"), Duration.ofMinutes(1))) {
            assertThat(bytes(camera.next())).isEqualTo(FIRST);
            assertThat(bytes(camera.next())).isEqualTo(THIRD);
            assertThat(bytes(camera.next())).isEqualTo(SECOND);
        }
        assertThat(notices).hasSize(4).allMatch(notice -> notice.startsWith(server.url("/video") + ": "));
        assertThat(notices.get(0)).contains("the camera has ended the stream; asking again in");
    }

    @Test
    void shouldGiveUpInTheEnd() throws Exception {
        server.close();

        try (HttpCamera camera = camera(server.url("/video"), Duration.ofMillis(50))) {
            assertThatThrownBy(camera::next)
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith(server.url("/video")
                            + ": cannot be reached: nothing listens there, or the network is down; no image");
        }
        assertThat(notices).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 Unauthorized | WWW-Authenticate: Basic realm=\"x\"  | 401: it wants a user name and a password: see --credentials",
                "401 Unauthorized | WWW-Authenticate: Digest nonce=\"x\" | let ffmpeg read the stream",
                "403 Forbidden    | X: y                                 | 403: this user may not see it",
                "404 Not Found    | X: y                                 | 404: there is nothing at this path",
                "302 Found        | Location: https://other/v            | 302: the stream is elsewhere, at https://other/v; give",
                "301 Moved        | Location: https://cam/v?pwd=secret#a | 301: the stream is elsewhere, at https://cam/v; give",
                "307 Moved        | Location: https://me:secret@cam:8/v  | 307: the stream is elsewhere, at https://cam:8/v; give",
                "308 Moved        | Location: /other?pwd=secret          | /other; give that address",
                "302 Found        | Location: https://me:secret@my cam/  | 302: the stream is elsewhere, at what is no address that can be read",
                "302 Found        | Location: secret:secret              | 302: the stream is elsewhere, at what is no address that can be read",
                "200 OK           | Content-Type: text/html              | answers with text/html; a camera's stream is multipart/x-mixed-replace",
                "200 OK           | Content-Type: video/mp4              | answers with video/mp4"
            })
    void shouldEndAtOnceWhereNoImagesWillCome(String status, String header, String message) throws Exception {
        server.answering("HTTP/1.1 %s\n%s\nContent-Length: 0\n\n".formatted(status, header));

        try (HttpCamera camera = camera(server.url("/video?token=secret"), Duration.ofMinutes(1))) {
            assertThatThrownBy(camera::next)
                    .isInstanceOf(SourceException.class)
                    .hasMessageStartingWith(server.url("/video"))
                    .hasMessageContaining(message)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void shouldSayWhoItIsAndNeverShowIt() throws Exception {
        server.answering("HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"x\"\nContent-Length: 0\n\n");
        String url = server.url("/video").replace("http://", "http://b%C3%B6b:p%40ss+1@");

        try (HttpCamera camera = camera(url, Duration.ZERO)) {
            assertThatThrownBy(camera::next)
                    .hasMessage(server.url("/video") + " answers 401: user name or password are wrong");
        }
        assertThat(server.requests().get(0))
                .contains(
                        "GET /video HTTP/1.1",
                        "Authorization: " + new Credentials("b\u00f6b", "p@ss+1").authorization());
    }

    @Test
    void shouldSpeakTlsOnlyToWhomItTrusts(@TempDir Path folder) throws Exception {
        SSLContext trusted = selfSigned(folder.resolve("camera.p12"));
        HttpsServer secure = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        secure.setHttpsConfigurator(new HttpsConfigurator(trusted));
        secure.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
            exchange.sendResponseHeaders(200, FIRST.length);
            exchange.getResponseBody().write(FIRST);
            exchange.close();
        });
        secure.start();
        String url = "https://localhost:%d/snap".formatted(secure.getAddress().getPort());
        HttpClient trusting = HttpClient.newBuilder().sslContext(trusted).build();
        try (HttpCamera camera =
                        new HttpCamera(address(url), Optional.empty(), retries(Duration.ZERO), trusting, notices::add);
                HttpCamera other = camera(url, Duration.ofMinutes(1))) {
            assertThat(bytes(camera.next())).isEqualTo(FIRST);
            assertThatThrownBy(other::next)
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("its certificate authority must be in the trust store");
        } finally {
            secure.stop(0);
        }
    }

    @Test
    void shouldStopWhileItWaits() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        server.answering(out -> {
            out.write(concatenated(bytes(multipart().replace("\n", "\r\n")), part("--frame", "\r\n", FIRST, true)));
            out.flush();
            never.await();
        });

        try (ImageFeed feed = ImageFeed.start(camera(server.url("/video"), Duration.ZERO), false, problems::add)) {
            assertThat(feed.take()).isPresent();

            feed.stop();

            assertThat(feed.take()).isEmpty();
        }
        assertThat(problems).isEmpty();
    }

    /** A context that shows a certificate of its own making for localhost, and trusts it. */
    private static SSLContext selfSigned(Path store) throws Exception {
        String password = "changeit";
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "camera",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-validity",
                        "2",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        password)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, password.toCharArray());
        KeyStore certificates = KeyStore.getInstance("PKCS12");
        certificates.load(null, null);
        certificates.setCertificateEntry("camera", keys.getCertificate("camera"));
        TrustManagerFactory others = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        others.init(certificates);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), others.getTrustManagers(), null);
        return context;
    }

    private HttpCamera camera(String url, Duration retryFor) {
        return new HttpCamera(
                address(url), Optional.empty(), retries(retryFor), HttpClient.newHttpClient(), notices::add);
    }

    private static Retries retries(Duration limit) {
        return new Retries(limit, Duration.ofMillis(10), System::nanoTime);
    }

    private static CameraAddress address(String url) {
        return CameraAddress.parse(url, Optional.empty());
    }

    /** All images of the camera, until it has no more. */
    private List<byte[]> images(Duration retryFor) throws InterruptedException {
        List<byte[]> images = new ArrayList<>();
        try (ImageFeed feed = ImageFeed.start(camera(server.url("/video"), retryFor), false, problems::add)) {
            for (Optional<SourceImage> next = feed.take(); next.isPresent(); next = feed.take()) {
                images.add(bytes(next));
            }
        }
        return images;
    }

    private static byte[] bytes(Optional<SourceImage> image) {
        return image.orElseThrow().image().bytes().array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static String multipart() {
        return "HTTP/1.1 200 OK\nContent-Type: multipart/x-mixed-replace; boundary=frame\n\n";
    }

    private static byte[] part(String boundary, String lineEnd, byte[] image, boolean length) {
        String type = image == SECOND ? "image/png" : "image/jpeg";
        return concatenated(
                bytes(boundary + lineEnd + "Content-Type: " + type + lineEnd
                        + (length ? "Content-Length: " + image.length + lineEnd : "") + lineEnd),
                image,
                bytes(lineEnd));
    }

    private static byte[] concatenated(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }
}
