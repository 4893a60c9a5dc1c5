package dev.steadfast.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports of the loopback address for servers that must be told theirs before they listen. They lie below those that systems give to outgoing
 * connections by themselves (from 32768 on Linux, 49152 elsewhere): a connection opened between now and the server's start cannot take one.
 */
public final class FreePorts {

    private static final int FIRST = 20_000;
    private static final int COUNT = 12_768;

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    /**
     * A port that nothing listens on, and that this process was not given before.
     *
     * @throws BrokerException if there is none
     */
    public static int next() {
        int start = ThreadLocalRandom.current().nextInt(COUNT);
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + (start + i) % COUNT;
            if (GIVEN.add(port) && isFree(port)) {
                return port;
            }
        }
        throw new BrokerException("no port from %d to %d is free".formatted(FIRST, FIRST + COUNT - 1));
    }

    /** Whether a server could listen on this port of the loopback address now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
