package dev.steadfast.gateway.access;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a request whose headers, Host and Upgrade among them, are written word by word; Java's client has its own mind about these.
 *
 * @param status its status
 * @param text the whole answer
 */
record RawAnswer(int status, String text) {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    static RawAnswer to(int port, String firstLine, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            String request = firstLine + " HTTP/1.1\r\nConnection: close\r\nContent-Length: 0\r\n"
                    + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String text = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new RawAnswer(Integer.parseInt(text.substring(STATUS_AT, STATUS_AT + 3)), text);
        }
    }
}
