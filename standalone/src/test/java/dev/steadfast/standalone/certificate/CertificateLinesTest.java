package dev.steadfast.standalone.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class CertificateLinesTest {

    private final StringWriter out = new StringWriter();

    @Test
    void shouldAnswerEveryLineAndGoOnAfterABadOne() throws Exception {
        long bad = answer("""
                0.25\t0.001\t1000\t1000
                0.25 0.001 1000 1000

                abc\t0.001\t1000\t1000
                0.25\t0.001\t1000\t1e3
                0.25\t0.001\t1000\t1001
                0.5\t0.001\t1000\t0
                """);

        assertThat(bad).isEqualTo(5);
        assertThat(out.toString()).isEqualTo("""
                        {"outcome":"certified","radius":0.6158156294437448,"lowerBound":0.9931160465582864,"sigma":0.25,"alpha":0.001,"n":1000,"k":1000,"largestRadius":0.6158156294437448}
                        {"error":"must be sigma, alpha, n and k with tabs between them, has 1 field: '0.25 0.001 1000 1000'","line":2}
                        {"error":"must be sigma, alpha, n and k with tabs between them, has 1 field: ''","line":3}
                        {"error":"sigma: must be a number, was 'abc'","line":4}
                        {"error":"k: must be a whole number, was '1e3'","line":5}
                        {"error":"k = 1001: must be from 0 to n = 1000","line":6}
                        {"outcome":"abstained","radius":0.0,"lowerBound":0.0,"sigma":0.5,"alpha":0.001,"n":1000,"k":0,"largestRadius":1.2316312588874896}
                        """);
    }

    @Test
    void shouldKeepMemoryAndAnswersBoundedWhateverTheLine() throws Exception {
        assertThat(answer("x".repeat(1_000_000) + "\n0.25\t0.001\t1000\t1000")).isEqualTo(1);
        assertThat(out.toString()).contains("...'\",\"line\":1}\n{\"outcome\":\"certified\"");
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.SECONDS)
    void shouldAnswerWhileTheNextLineIsNotThereYet() throws Exception {
        try (PipedOutputStream questions = new PipedOutputStream();
                PipedInputStream input = new PipedInputStream(questions);
                PipedOutputStream output = new PipedOutputStream();
                BufferedReader answers =
                        new BufferedReader(new InputStreamReader(new PipedInputStream(output), UTF_8))) {
            var unused = CompletableFuture.supplyAsync(() -> answer(input, output));

            questions.write("0.25\t0.001\t1000\t987\n0.25\t0.0".getBytes(UTF_8)); // half a line is under way
            questions.flush();
            assertThat(answers.readLine()).startsWith("{\"outcome\":\"certified\"");

            questions.write("01\t1000\t510\n".getBytes(UTF_8));
            questions.flush();
            assertThat(answers.readLine()).startsWith("{\"outcome\":\"abstained\"");
        }
    }

    private long answer(String lines) throws Exception {
        return new CertificateLines(new PrintWriter(out)).answer(new ByteArrayInputStream(lines.getBytes(UTF_8)));
    }

    private static long answer(PipedInputStream input, PipedOutputStream output) {
        try {
            return new CertificateLines(new PrintWriter(output, false, UTF_8)).answer(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
