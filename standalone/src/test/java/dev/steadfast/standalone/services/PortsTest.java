package dev.steadfast.standalone.services;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.broker.FreePorts;
import dev.steadfast.standalone.command.CommandException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortsTest {

    private final Map<String, Integer> ports = new LinkedHashMap<>();

    @Test
    void shouldTakeFreePortsAndAnyNumberOfZeros() {
        ports.put("--a", FreePorts.next());
        ports.put("--b", 0);
        ports.put("--c", 0);

        assertThatCode(() -> Ports.requireFree(ports)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseWhatIsNoPort() {
        ports.put("--a", -1);
        ports.put("--b", 65_536);

        assertThatThrownBy(() -> Ports.requireFree(ports))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("--a: must be from 0 (any free port) to 65535, was -1")
                .hasMessageContaining("--b: must be from 0 (any free port) to 65535, was 65536");
    }

    @Test
    void shouldRefuseOnePortForTwo() {
        int port = FreePorts.next();
        ports.put("--a", port);
        ports.put("--b", port);

        assertThatThrownBy(() -> Ports.requireFree(ports))
                .hasMessage("port %d is given for both --a and --b: choose another with --b".formatted(port));
    }

    @Test
    void shouldRefuseAPortThatIsTaken() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports.put("--a", busy.getLocalPort());

            assertThatThrownBy(() -> Ports.requireFree(ports))
                    .hasMessage(
                            "port %d on 127.0.0.1 is taken: choose another with --a".formatted(busy.getLocalPort()));
        }
    }
}
