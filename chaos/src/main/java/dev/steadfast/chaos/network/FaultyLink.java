package dev.steadfast.chaos.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes connections on to a port of this machine; holds them up, slows them down or breaks them off when told to.
 *
 * <p>Threading notes: a thread accepts, two carry each connection; all methods may be called by any other thread.
 */
public final class FaultyLink implements AutoCloseable {

    private static final int CHUNK = 16_384;
    private static final int BACKLOG = 50;

    private enum State {
        PASSING,
        HOLDING,
        BROKEN
    }

    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "link");
        thread.setDaemon(true);
        return thread;
    });
    private State state = State.PASSING;
    private Duration delay = Duration.ZERO;

    private FaultyLink(ServerSocket server, int target) {
        this.server = server;
        this.target = target;
    }

    /**
     * In front of a port, whether anything listens there or not yet.
     *
     * @throws IOException if no port is to be had
     */
    public static FaultyLink to(int target) throws IOException {
        FaultyLink link = new FaultyLink(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), target);
        link.threads.execute(link::accept);
        return link;
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** How many connections it has passed on. */
    public int accepted() {
        return accepted.get();
    }

    /** From now on nothing passes, and neither side is told: new connections are taken, and get no answer. */
    public synchronized void hold() {
        state = State.HOLDING;
    }

    /** Each piece of up to 16 KiB takes so much longer, in each direction. */
    public synchronized void slow(Duration each) {
        delay = each;
    }

    /** Breaks off the connections that are open; new ones are passed on. */
    public void cut() {
        open.forEach(this::reset);
    }

    /** Breaks off all connections, and new ones as they come. */
    public void breakOff() {
        become(State.BROKEN);
        cut();
    }

    /** All is well again: what was held up goes on. */
    public synchronized void heal() {
        delay = Duration.ZERO;
        become(State.PASSING);
    }

    private synchronized void become(State next) {
        state = next;
        notifyAll();
    }

    /** Waits while everything is held up; then tells how long to wait for the sake of slowness, or that nothing passes any more. */
    private synchronized Duration pass() throws InterruptedException, IOException {
        while (state == State.HOLDING) {
            wait();
        }
        if (state == State.BROKEN) {
            throw new IOException("broken off");
        }
        return delay;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                open.add(client);
                threads.execute(() -> connect(client));
            } catch (IOException | RejectedExecutionException e) {
                // The end, if the server is closed; else the next connection is waited for.
            }
        }
    }

    private void connect(Socket client) {
        try {
            pass();
            Socket service = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(service);
            accepted.incrementAndGet();
            threads.execute(() -> carry(client, service));
            carry(service, client);
        } catch (IOException | RejectedExecutionException e) { // nobody listens, or it was broken off
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void carry(Socket from, Socket to) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                Thread.sleep(pass().toMillis());
                out.write(chunk, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) { // one of the two is gone, and so is the connection
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void reset(Socket socket) {
        open.remove(socket);
        try {
            socket.setSoLinger(true, 0);
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
