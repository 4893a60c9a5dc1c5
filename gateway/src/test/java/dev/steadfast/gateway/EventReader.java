package dev.steadfast.gateway;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client of the live stream on a bare socket, which reads only when it is asked to. HTTP's chunk sizes are read over. */
final class EventReader implements AutoCloseable {

    /** One event. */
    record Event(String name, String id, String data) {

        String frameId() {
            return new JsonObject(data).getString("frameId");
        }
    }

    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket;
    private final BufferedReader reader;
    private final String headers;

    private EventReader(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line).append('\n');
        }
        this.headers = head.toString();
        while (!line().startsWith("retry:")) {
            // the stream is open when its first line is there
        }
    }

    static EventReader open(RunningFront front, String path, String... headers) throws IOException {
        return open(front.port(), path, headers);
    }

    static EventReader open(int port, String path, String... headers) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n%s\r\n"
                        .formatted(path, headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new EventReader(socket);
    }

    /** Status line and headers, in lower case. */
    String headers() {
        return headers.toLowerCase(Locale.ROOT);
    }

    Event next() throws IOException {
        String name = "";
        String id = "";
        while (true) {
            String line = line();
            if (line.startsWith("event: ")) {
                name = line.substring("event: ".length());
            } else if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("data: ")) {
                return new Event(name, id, line.substring("data: ".length()));
            }
        }
    }

    /** The id of the next heartbeat. */
    String nextHeartbeat() throws IOException {
        nextComment();
        return line().substring("id: ".length());
    }

    String nextComment() throws IOException {
        String line = line();
        while (!line.startsWith(":")) {
            line = line();
        }
        return line;
    }

    private String line() throws IOException {
        String line = reader.readLine();
        if (line == null) {
            throw new EOFException("the stream has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
