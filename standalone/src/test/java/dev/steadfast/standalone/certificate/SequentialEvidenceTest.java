package dev.steadfast.standalone.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The lines of {@code --plan sequential} against the definition of what they say, without a special function: with p = sin(t)^2, Beta(1/2, 1/2) is
 * uniform in t, so that the mixture is the mean of the likelihood over t, added up here step by step; Phi is its Maclaurin series, with 60 digits. (The
 * evidence itself is tested against 40-digit values, in {@code smoothing}.)
 */
class SequentialEvidenceTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void shouldBeTheEvidenceThatItsDefinitionGives() throws Exception {
        List<double[]> asked = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (double radius : new double[] {0, 0.1, 0.25, 0.5}) {
            for (int n : new int[] {1, 7, 50, 300}) {
                for (int against : new int[] {0, 1, n / 5, n / 2}) {
                    int k = Math.max(0, n - against);
                    asked.add(new double[] {radius, n, k});
                    lines.append("0.25\t0.001\t%s\t%d\t%d%n".formatted(radius, n, k));
                }
            }
        }

        List<JsonNode> answers = answers(lines.toString());

        assertThat(answers).hasSameSizeAs(asked);
        for (int i = 0; i < asked.size(); i++) {
            double p0 = normalCdf(asked.get(i)[0] / 0.25);
            int n = (int) asked.get(i)[1];
            int k = (int) asked.get(i)[2];
            double expected = logEvidence(k, n, p0);
            JsonNode answer = answers.get(i);
            assertThat(answer.get("logE").doubleValue())
                    .as("radius %s, %d of %d", asked.get(i)[0], k, n)
                    .isCloseTo(expected, within(1e-5 * Math.max(1, Math.abs(expected))));
            assertThat(answer.get("outcome").asText().equals("abstained")).isEqualTo(expected < Math.log(1000));
            double bound = answer.get("lowerBound").doubleValue();
            if (k > 0) { // at the bound the mixture, not cut, is just as much more likely as alpha asks for
                assertThat(logMixture(k, n) - logLikelihood(k, n, bound)).isCloseTo(Math.log(1000), within(1e-5));
            }
            boolean radiusOrNone = answer.get("radius").doubleValue() >= asked.get(i)[0]
                    || answer.get("radius").doubleValue() == 0;
            assertThat(radiusOrNone).isTrue();
        }
    }

    private static List<JsonNode> answers(String lines) throws Exception {
        StringWriter out = new StringWriter();
        CertificateLines.sequential(new PrintWriter(out)).answer(new ByteArrayInputStream(lines.getBytes(UTF_8)));
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            answers.add(MAPPER.readTree(line));
        }
        return answers;
    }

    /** By adding up the likelihood over the part of the prior above p0, of which it is then a mean. */
    private static double logEvidence(int k, int n, double p0) {
        double from = Math.asin(Math.sqrt(p0));
        double to = Math.PI / 2;
        return logMean(k, n, from, to) - logLikelihood(k, n, p0);
    }

    private static double logMixture(int k, int n) {
        return logMean(k, n, 0, Math.PI / 2);
    }

    private static double logMean(int k, int n, double from, double to) {
        int steps = 400_000;
        double top = logLikelihood(k, n, Math.min(1 - 1e-15, Math.max(1e-15, (double) k / n)));
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double sine = Math.sin(from + (i + 0.5) * (to - from) / steps);
            sum += Math.exp(logLikelihood(k, n, sine * sine) - top);
        }
        return Math.log(sum / steps) + top;
    }

    private static double logLikelihood(int k, int n, double p) {
        return (k == 0 ? 0 : k * Math.log(p)) + (n == k ? 0 : (n - k) * Math.log1p(-p));
    }

    /** Its Maclaurin series, with 60 digits. */
    private static double normalCdf(double z) {
        MathContext digits = new MathContext(60);
        BigDecimal square =
                new BigDecimal(z).multiply(new BigDecimal(z)).negate().divide(BigDecimal.valueOf(2), digits);
        BigDecimal term = new BigDecimal(z);
        BigDecimal sum = term;
        for (int n = 1; n < 200; n++) {
            term = term.multiply(square).divide(BigDecimal.valueOf(n), digits);
            sum = sum.add(term.divide(BigDecimal.valueOf(2L * n + 1), digits));
        }
        return 0.5 + sum.doubleValue() / Math.sqrt(2 * Math.PI);
    }
}
