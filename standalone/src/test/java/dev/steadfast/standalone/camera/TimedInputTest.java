package dev.steadfast.standalone.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimedInputTest {

    private final PipedInputStream piped = new PipedInputStream();

    @Test
    void shouldTellAPauseFromAnEnd() throws Exception {
        try (PipedOutputStream camera = new PipedOutputStream(piped);
                TimedInput input = TimedInput.patient("test", piped)) {
            camera.write(7);
            camera.flush();
            assertThat(input.pauses(Duration.ofSeconds(20))).isFalse();
            assertThat(input.read()).isEqualTo(7);
            assertThat(input.pauses(Duration.ofMillis(10))).isTrue();
        }
        try (TimedInput input = TimedInput.patient("test", new ByteArrayInputStream(new byte[0]))) {
            assertThat(input.pauses(Duration.ofSeconds(20))).isFalse();
            assertThat(input.read()).isEqualTo(TimedInput.END);
            assertThat(input.read()).isEqualTo(TimedInput.END);
        }
    }

    @Test
    void shouldFailWhenNothingComesForTooLong() throws Exception {
        try (PipedOutputStream camera = new PipedOutputStream(piped);
                TimedInput input = TimedInput.of("test", piped, Duration.ofSeconds(1))) {
            camera.write(7);
            camera.flush();
            assertThat(input.read()).isEqualTo(7);

            assertThatThrownBy(input::read).isInstanceOf(IOException.class).hasMessage("nothing has come for 1 s");
        }
    }

    @Test
    void shouldLetGoOfWhoWaitsWhenItIsInterrupted() throws Exception {
        try (PipedOutputStream camera = new PipedOutputStream(piped);
                TimedInput input = TimedInput.patient("test", piped)) {
            camera.flush();
            Thread waiting = new Thread(() -> {
                try {
                    input.read();
                } catch (IOException | InterruptedException e) {
                    // It waits no more.
                }
            });
            waiting.start();
            await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

            waiting.interrupt();

            waiting.join();
        }
    }
}
