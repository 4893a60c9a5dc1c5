package dev.steadfast.standalone.documentation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.imageio.ImageIO;

/** A camera on this machine in place of the reader's own: {@code /video.mjpeg} shows ten images a second, {@code /snapshot.jpg} one. */
final class StandInCamera implements AutoCloseable {

    private static final long TENTH_OF_A_SECOND = 100_000_000;

    private final HttpServer server;
    private final ExecutorService connections = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "stand-in camera");
        thread.setDaemon(true);
        return thread;
    });

    /** Shows this picture, as a JPEG. */
    StandInCamera(Path picture) throws IOException {
        var encoded = new ByteArrayOutputStream();
        ImageIO.write(ImageIO.read(picture.toFile()), "jpg", encoded);
        byte[] jpeg = encoded.toByteArray();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(connections);
        server.createContext("/snapshot.jpg", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "image/jpeg");
            exchange.sendResponseHeaders(200, jpeg.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(jpeg);
            }
        });
        server.createContext("/video.mjpeg", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace;boundary=next");
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (true) { // until the reader leaves: writing then fails
                    body.write(("--next\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                            .getBytes(US_ASCII));
                    body.write(jpeg);
                    body.write("\r\n".getBytes(US_ASCII));
                    body.flush();
                    LockSupport.parkNanos(TENTH_OF_A_SECOND);
                }
            }
        });
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        connections.shutdownNow();
    }
}
