package dev.steadfast.standalone.camera;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A camera's web server, down to its bytes: each connection gets the next of the answers that a test has put in.
 *
 * <p>Threading notes: a daemon thread answers one connection after the other; the requests it has seen are read by the test.
 */
public final class MjpegServer implements AutoCloseable {

    /** Writes a whole answer, status line first; its connection is closed at the end. */
    public interface Answer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private final ServerSocket socket;
    private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
    private final List<List<String>> requests = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::serve, "mjpeg-server");

    private MjpegServer(ServerSocket socket) {
        this.socket = socket;
        thread.setDaemon(true);
    }

    /** On a free port of this machine. */
    public static MjpegServer start() throws IOException {
        MjpegServer server = new MjpegServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        server.thread.start();
        return server;
    }

    /** Puts in an answer, to the next connection that has none. */
    public MjpegServer answering(Answer answer) {
        answers.add(answer);
        return this;
    }

    /** Puts in an answer without more to it than its bytes. */
    public MjpegServer answering(String head, byte[]... body) {
        return answering(out -> {
            out.write(head.replace("\n", "\r\n").getBytes(ISO_8859_1));
            for (byte[] part : body) {
                out.write(part);
            }
        });
    }

    /** The address of a path. */
    public String url(String path) {
        return "http://127.0.0.1:%d%s".formatted(socket.getLocalPort(), path);
    }

    /** The lines of each request so far. */
    public List<List<String>> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket connection = socket.accept()) {
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
                requests.add(reader.lines().takeWhile(line -> !line.isEmpty()).toList());
                answers.take().write(connection.getOutputStream());
                connection.getOutputStream().flush();
            } catch (IOException e) {
                // The camera's client has gone, or the test is over.
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
