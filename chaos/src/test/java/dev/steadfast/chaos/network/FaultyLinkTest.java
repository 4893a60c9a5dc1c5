package dev.steadfast.chaos.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that sends back each byte, one more, behind a link. */
class FaultyLinkTest {

    private ServerSocket service;
    private FaultyLink link;

    @SuppressWarnings("NullAway.Init")
    FaultyLinkTest() {}

    @BeforeEach
    void start() throws IOException {
        service = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread server = new Thread(this::serve, "service");
        server.setDaemon(true);
        server.start();
        link = FaultyLink.to(service.getLocalPort());
    }

    private void serve() {
        while (!service.isClosed()) {
            try {
                Socket client = service.accept();
                Thread thread = new Thread(() -> echo(client), "echo");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // closed
            }
        }
    }

    private static void echo(Socket client) {
        try (client) {
            for (int read = client.getInputStream().read();
                    read >= 0;
                    read = client.getInputStream().read()) {
                client.getOutputStream().write(read + 1);
            }
        } catch (IOException e) {
            // broken off
        }
    }

    @AfterEach
    void stop() throws IOException {
        link.close();
        service.close();
    }

    private Socket connected() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), link.port());
    }

    private static int answer(Socket socket, int question) throws IOException {
        socket.getOutputStream().write(question);
        return socket.getInputStream().read();
    }

    @Test
    void shouldPassOn() throws IOException {
        try (Socket socket = connected()) {
            assertThat(answer(socket, 1)).isEqualTo(2);
            assertThat(answer(socket, 5)).isEqualTo(6);
            assertThat(link.accepted()).isEqualTo(1);
        }
    }

    @Test
    void shouldHoldUpAndLoseNothing() throws IOException {
        try (Socket socket = connected()) {
            assertThat(answer(socket, 1)).isEqualTo(2);

            link.hold();
            socket.setSoTimeout(200);
            assertThatThrownBy(() -> answer(socket, 3)).isInstanceOf(SocketTimeoutException.class);
            try (Socket another = connected()) {
                another.setSoTimeout(200);
                assertThatThrownBy(() -> answer(another, 7)).isInstanceOf(SocketTimeoutException.class);

                link.heal();
                socket.setSoTimeout(0);
                another.setSoTimeout(0);
                assertThat(socket.getInputStream().read()).isEqualTo(4);
                assertThat(another.getInputStream().read()).isEqualTo(8);
            }
        }
    }

    @Test
    void shouldBreakOffWhatIsOpenAndWhatComes() throws IOException {
        try (Socket before = connected()) {
            assertThat(answer(before, 1)).isEqualTo(2);

            link.breakOff();
            assertThatThrownBy(() -> answer(before, 1)).isInstanceOf(IOException.class);
            try (Socket during = connected()) {
                assertThatThrownBy(() -> {
                            if (answer(during, 1) < 0) {
                                throw new IOException("closed");
                            }
                        })
                        .isInstanceOf(IOException.class);
            }

            link.heal();
            try (Socket after = connected()) {
                assertThat(answer(after, 1)).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldCutWhatIsOpenAlone() throws IOException {
        try (Socket before = connected()) {
            assertThat(answer(before, 1)).isEqualTo(2);

            link.cut();
            assertThatThrownBy(() -> answer(before, 1)).isInstanceOf(IOException.class);
            try (Socket after = connected()) {
                assertThat(answer(after, 1)).isEqualTo(2);
            }
        }
    }

    @Test
    void shouldSlowDown() throws IOException {
        try (Socket socket = connected()) {
            link.slow(Duration.ofMillis(30));
            long begin = System.nanoTime();

            assertThat(answer(socket, 1)).isEqualTo(2);

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofMillis(60));
        }
    }
}
