package dev.steadfast.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.access.KeyFiles;
import dev.steadfast.gateway.access.Role;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that are refused before their body was read, by clients that keep their connections. */
class UnreadBodyTest {

    private static final int LONG = 3_000_000;
    private static final String DOOR = "/v1/cameras/door/frames";

    @TempDir
    private Path folder;

    private RunningFront front;
    private String publisher = "";

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys");
        publisher = KeyFiles.add(keys, "publisher", "*", Role.PUBLISH);
        front = RunningFront.with("gateway.max-image-bytes=1000", "gateway.access.api-keys=" + keys);
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/cameras/door/frames | 401 | no key",
                "/v2/models/cifar10/infer | 401 | no key",
                "/v1/cameras/door/frames?sigm=1 | 400 | Content-Type: image/png",
                "/v1/cameras/door/frames | 413 | Content-Type: image/png",
                "/v1/cameras/door/frames | 415 | Content-Type: text/html",
                "/v1/cameras/door/frames | 415 | Content-Encoding: br",
                "/v1/nothing | 404 | Content-Type: image/png",
                "/v1/cameras | 405 | Content-Type: image/png",
                "/v2/models/cifar10/infer | 404 | Content-Type: application/json",
            })
    void shouldTellAClientThatSendsEverythingFirst(String path, int status, String header) throws Exception {
        try (Socket socket = connect()) {
            String key = header.equals("no key") ? "X-Other: 1" : header + "\r\nX-Api-Key: " + publisher;
            send(socket, path, key, "Content-Length: " + LONG);
            socket.getOutputStream().write(new byte[LONG]);

            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 " + status).containsIgnoringCase("\r\nconnection: close\r\n");
        }
    }

    @Test
    void shouldTellAClientWhoseBodyHasNoLength() throws Exception {
        try (Socket socket = connect()) {
            send(socket, DOOR, "X-Api-Key: " + publisher, "Transfer-Encoding: chunked");
            byte[] chunk = ("8000\r\n" + "x".repeat(0x8000) + "\r\n").getBytes(US_ASCII);
            for (int sent = 0; sent < LONG; sent += chunk.length) {
                socket.getOutputStream().write(chunk);
            }
            socket.getOutputStream().write("0\r\n\r\n".getBytes(US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 413").containsIgnoringCase("\r\nconnection: close\r\n");
        }
    }

    @Test
    void shouldKeepTheConnectionWhereLittleIsUnread() throws Exception {
        try (Socket socket = connect()) {
            for (int i = 0; i < 3; i++) {
                send(socket, DOOR, "X-Other: 1", "Content-Length: 10000");
                socket.getOutputStream().write(new byte[10_000]);
                String head = head(socket.getInputStream());

                assertThat(head).startsWith("HTTP/1.1 401").doesNotContainIgnoringCase("connection: close");
            }
        }
    }

    private Socket connect() throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), front.port());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void send(Socket socket, String path, String... headers) throws Exception {
        OutputStream out = socket.getOutputStream();
        out.write(("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                .getBytes(US_ASCII));
    }

    /** Reads one answer whole, and returns its head. */
    private static String head(InputStream in) throws Exception {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            assertThat(next).as("after: %s", head).isNotNegative();
            head.append((char) next);
        }
        String length = head.toString().replaceAll("(?is).*\r\ncontent-length: (\\d+).*", "$1");
        in.readNBytes(Integer.parseInt(length));
        return head.toString();
    }
}
