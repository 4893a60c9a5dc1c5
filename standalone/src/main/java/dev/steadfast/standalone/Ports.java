package dev.steadfast.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ports of this machine. */
final class Ports {

    private Ports() {}

    /**
     * Looks whether ports can be listened on, before anything is started.
     *
     * @param ports port by the option that sets it
     * @throws CommandException that names every port that is taken, and the option to choose another with
     */
    static void requireFree(Map<String, Integer> ports) {
        List<String> taken = new ArrayList<>();
        ports.forEach((option, port) -> {
            if (port != 0 && !isFree(port)) {
                taken.add("port %d on 127.0.0.1 is taken: choose another with %s".formatted(port, option));
            }
        });
        if (!taken.isEmpty()) {
            throw new CommandException(String.join(System.lineSeparator(), taken));
        }
    }

    /** Any free port. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new CommandException("no port of this machine is free: " + e, e);
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
