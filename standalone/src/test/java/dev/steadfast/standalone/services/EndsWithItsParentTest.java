package dev.steadfast.standalone.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** As a registry beside a broker that is killed. */
@Timeout(60)
class EndsWithItsParentTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** Never ends by itself. */
    public static final class Waits {

        public static void main(String... arguments) throws InterruptedException {
            System.out.println("waits");
            new CountDownLatch(1).await();
        }

        private Waits() {}
    }

    @Test
    void shouldEndWhenItsParentIsKilledAlsoWhereNobodyTakesNoticeOfThat() throws Exception {
        // The outer process never asks what became of the inner one, which stays in the table of processes.
        Process outer = new ProcessBuilder(
                        "sh",
                        "-c",
                        "sh -c 'echo $$; \"$@\" & wait' sh \"$@\" & exec sleep 60",
                        "sh",
                        "sh",
                        "-c",
                        "exec \"$0\" -XX:TieredStopAtLevel=1 -cp \"$1\" \"$2\" $PPID \"$3\"",
                        JAVA,
                        System.getProperty("java.class.path"),
                        EndsWithItsParent.class.getName(),
                        Waits.class.getName())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader output = outer.inputReader(StandardCharsets.UTF_8)) {
            ProcessHandle parent =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(output.readLine()).isEqualTo("waits");
            ProcessHandle child = parent.children().findFirst().orElseThrow();

            parent.destroyForcibly();

            await().atMost(Duration.ofSeconds(10)).until(() -> !child.isAlive());
        } finally {
            outer.descendants().forEach(ProcessHandle::destroyForcibly);
            outer.destroyForcibly();
        }
    }
}
