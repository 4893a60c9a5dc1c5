package dev.steadfast.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes connections on to a port of this machine, and breaks them off when told to.
 *
 * <p>Threading notes: a thread accepts, two carry each connection; {@link #cut()} and {@link #close()} may come from any other.
 */
public final class CuttableProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private CuttableProxy(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /** In front of a port. */
    public static CuttableProxy to(int target) throws IOException {
        CuttableProxy proxy = new CuttableProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many connections there have been. */
    public int accepted() {
        return accepted.get();
    }

    /** Breaks off all connections that are open. */
    public void cut() {
        open.forEach(CuttableProxy::close);
        open.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
                open.addAll(List.of(client, service));
                accepted.incrementAndGet();
                threads.execute(() -> carry(client, service));
                threads.execute(() -> carry(service, client));
            } catch (IOException e) {
                // The end, if the server is closed; else the next connection is waited for.
            }
        }
    }

    private static void carry(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // It was cut.
        }
    }

    private static void close(Socket socket) {
        try {
            socket.setSoLinger(true, 0); // reset, as a broken connection is
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        threads.shutdownNow();
    }
}
