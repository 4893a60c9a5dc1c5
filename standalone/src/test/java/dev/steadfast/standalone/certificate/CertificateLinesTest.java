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
import java.util.List;
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
    void shouldTestOneRadiusAtAnyNumberOfVotesAndGoOnAfterABadLine() {
        StringWriter answers = new StringWriter();

        long bad = sequential(answers, """
                0.25\t0.001\t0.25\t10\t10
                0.25\t0.001\t0.25\t100\t100
                0.25\t0.001\t0\t400\t280
                0.25\t0.001\t0.25\t100
                0.25\t0.001\tNaN\t100\t100
                0.25\t0.001\t-1\t100\t100
                0.25\t0.001\t1.6\t100\t100
                0.25\t0.001\t0.25\t0\t0
                0.25\t0.001\t0.25\t100\t101
                0.25\t1\t0.25\t100\t100
                0.25\t0.001\t0.25\t100\t50
                """);

        assertThat(bad).isEqualTo(7);
        List<String> lines = answers.toString().lines().toList();
        assertThat(lines).hasSize(11);
        assertThat(lines.get(0))
                .startsWith("{\"outcome\":\"abstained\",\"logE\":")
                .contains("\"radius\":0.0,");
        assertThat(lines.get(1))
                .startsWith("{\"outcome\":\"certified\",\"logE\":")
                .endsWith("\"sigma\":0.25,\"alpha\":0.001,\"targetRadius\":0.25,\"n\":100,\"k\":100}");
        assertThat(lines.get(2)).startsWith("{\"outcome\":\"certified\"");
        assertThat(lines.subList(3, 10))
                .containsExactly(
                        "{\"error\":\"must be sigma, alpha, radius, n and k with tabs between them, has 4 fields: '0.25\\t0.001\\t0.25\\t100'\",\"line\":4}",
                        "{\"error\":\"radius = NaN: must be 0 or more, and finite\",\"line\":5}",
                        "{\"error\":\"radius = -1.0: must be 0 or more, and finite\",\"line\":6}",
                        "{\"error\":\"radius = 1.6, sigma = 0.25, n = 10000000, alpha = 0.001: cannot certify, the largest radius is 1.1990\",\"line\":7}",
                        "{\"error\":\"n = 0: must be from 1 to 10000000\",\"line\":8}",
                        "{\"error\":\"k = 101: must be from 0 to n = 100\",\"line\":9}",
                        "{\"error\":\"alpha = 1.0: must be from 1.0E-30 to below 1\",\"line\":10}");
        assertThat(lines.get(10)).startsWith("{\"outcome\":\"abstained\"");
    }

    private static long sequential(StringWriter answers, String lines) {
        try {
            return CertificateLines.sequential(new PrintWriter(answers))
                    .answer(new ByteArrayInputStream(lines.getBytes(UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

            questions.write("0.25\t0.001\t0.1\t100\t99\n0.25\t0.0".getBytes(UTF_8)); // half a line is under way
            questions.flush();
            assertThat(answers.readLine()).startsWith("{\"outcome\":\"certified\"");

            questions.write("01\t0.1\t1000\t510\n".getBytes(UTF_8));
            questions.flush();
            assertThat(answers.readLine()).startsWith("{\"outcome\":\"abstained\"");
        }
    }

    private long answer(String lines) throws Exception {
        return CertificateLines.fixed(new PrintWriter(out)).answer(new ByteArrayInputStream(lines.getBytes(UTF_8)));
    }

    private static long answer(PipedInputStream input, PipedOutputStream output) {
        try {
            return CertificateLines.sequential(new PrintWriter(output, false, UTF_8))
                    .answer(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
