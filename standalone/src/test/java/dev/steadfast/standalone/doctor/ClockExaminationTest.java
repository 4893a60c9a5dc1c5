package dev.steadfast.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.steadfast.broker.FreePorts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClockExaminationTest {

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldCompareTheClockWithTheDateOfAnAnswer() throws Exception {
        assertThat(look(Duration.ZERO)).isEqualTo(Finding.ok("clock", "as the registry's, within 2 s"));
        assertThat(look(Duration.ofMinutes(5)).level()).isEqualTo(Finding.Level.WARNING);
        assertThat(look(Duration.ofMinutes(5)).seen()).matches("(299|300) s ahead of the registry's");
        assertThat(look(Duration.ofMinutes(-5)).seen()).matches("(299|300) s behind the registry's");
    }

    @Test
    void shouldSayWhyItCannotCompare() throws Exception {
        assertThat(new ClockExamination("mock://here", Clock.systemUTC()).look())
                .isEqualTo(List.of(Finding.note("clock", "not compared: the registry has no address", "")));
        assertThat(new ClockExamination("http://127.0.0.1:" + FreePorts.next(), Clock.systemUTC()).look())
                .isEqualTo(List.of(Finding.note("clock", "not compared: the registry does not answer", "")));
    }

    private Finding look(Duration offset) throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/apis/ccompat/v7, http://127.0.0.1:1";
        return new ClockExamination(url, Clock.offset(Clock.systemUTC(), offset))
                .look()
                .get(0);
    }
}
