package dev.steadfast.standalone.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CertificateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldGiveTheNumbersOfTheStream() throws Exception {
        FixedPlan plan = new FixedPlan(0.25, 0.001, 100, 1000);
        Certified expected = (Certified)
                plan.decide(new VoteCounts(new int[] {0, 60, 40}, 0), new VoteCounts(new int[] {10, 987, 2}, 1));

        int status = run("--sigma", "0.25", "--alpha", "0.001", "--samples", "1000", "--votes", "987", "--json");

        assertThat(status).isZero();
        JsonNode certificate = new ObjectMapper().readTree(out.toString());
        assertThat(certificate.get("outcome").asText()).isEqualTo("certified");
        assertThat(certificate.get("radius").doubleValue()).isEqualTo(expected.radius());
        assertThat(certificate.get("lowerBound").doubleValue()).isEqualTo(expected.pLower());
        assertThat(certificate.get("largestRadius").doubleValue()).isEqualTo(plan.largestRadius());
        assertThat(certificate.get("sigma").doubleValue()).isEqualTo(0.25);
        assertThat(certificate.get("alpha").doubleValue()).isEqualTo(0.001);
        assertThat(certificate.get("n").intValue()).isEqualTo(1000);
        assertThat(certificate.get("k").intValue()).isEqualTo(987);
    }

    @Test
    void shouldSayACertificateInWordsAndRoundItDown() {
        int status = run("--sigma", "0.25", "--samples", "1000", "--votes", "1000");

        assertThat(status).isZero();
        assertThat(out.toString()) // the radius is 0.61581...
                .startsWith("certified: stable within 0.6158, with confidence 1 - 0.001")
                .contains("votes             1000 of 1000")
                .contains("largest radius    0.6158, if all 1000 votes agreed")
                .doesNotContainIgnoringCase("safe")
                .doesNotContainIgnoringCase("correct");
    }

    @Test
    void shouldAbstainWithoutFailing() {
        int status = run("--sigma", "0.25", "--samples", "1000", "--votes", "510");

        assertThat(status).isZero();
        assertThat(out.toString()).startsWith("abstained: ").contains("lower bound       0.4607");
    }

    @Test
    void shouldSayWhatTheSequentialTestMakesOfTheVotesSoFar() throws Exception {
        SequentialPlan plan = new SequentialPlan(0.25, 0.001, 25, 1000, 0.1);
        Certified expected =
                (Certified) plan.decide(new VoteCounts(new int[] {25, 0}, 0), new VoteCounts(new int[] {99, 1}, 0));

        assertThat(sequential("0.1", "100", "99", "--json")).isZero();

        JsonNode certificate = new ObjectMapper().readTree(out.toString());
        assertThat(certificate.get("outcome").asText()).isEqualTo("certified");
        assertThat(certificate.get("radius").doubleValue()).isEqualTo(expected.radius());
        assertThat(certificate.get("logE").doubleValue()).isEqualTo(plan.logEvidence(99, 100));
        assertThat(certificate.get("lowerBound").doubleValue()).isEqualTo(plan.anytimeLowerBound(99, 100));
        assertThat(certificate.get("targetRadius").doubleValue()).isEqualTo(0.1);
    }

    @Test
    void shouldSayInWordsThatMoreVotesMayBringTheRadius() {
        assertThat(sequential("0.1", "10", "10")).isZero();
        assertThat(out.toString())
                .startsWith("abstained: too little evidence for radius 0.1, with confidence 1 - 0.001")
                .contains("More votes may bring it", "votes             10 of 10", "of 6.91 that are enough");
        assertThat(sequential("0", "60", "46")).isZero();
        assertThat(out.toString()).contains("predicted: the class, without a radius");
    }

    @Test
    void shouldRefuseARadiusWithoutATestOfIt() {
        assertThat(run("--sigma", "0.25", "--samples", "10", "--votes", "10", "--radius", "0.1"))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("--radius: is for --plan sequential");
        assertThat(run("--plan", "sequential", "--sigma", "0.25", "--samples", "10", "--votes", "10"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--radius: is missing");
        assertThat(run("--plan", "predict", "--stdin")).isEqualTo(2);
        assertThat(err.toString()).contains("--plan: must be fixed or sequential, was predict");
        assertThat(sequential("2", "100", "99")).isEqualTo(2);
        assertThat(err.toString()).contains("--radius, --sigma, --alpha: radius = 2.0");
    }

    private int sequential(String radius, String samples, String votes, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--plan", "sequential", "--sigma", "0.25", "--radius", radius, "--samples", samples, "--votes", votes));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    0    | 0.001 | 100 | 90  | --sigma: sigma = 0.0: must be from 0.01 to 4.0
                    NaN  | 0.001 | 100 | 90  | --sigma: sigma = NaN: must be from 0.01 to 4.0
                    0.25 | 1     | 100 | 90  | --alpha: alpha = 1.0: must be from 1.0E-30 to below 1
                    0.25 | 0.001 | 0   | 0   | --samples: n = 0: must be from 1 to 10000000
                    0.25 | 0.001 | 100 | 101 | --votes: k = 101: must be from 0 to n = 100
                    0.25 | 0.001 | 100 | -1  | --votes: k = -1: must be from 0 to n = 100
                    0.25 | 0.001 | 5   | 5   | --samples, --alpha: n = 5, alpha = 0.001: cannot certify, the largest radius is 0
                    """)
    void shouldNameOptionRuleAndValue(String sigma, String alpha, String samples, String votes, String error) {
        int status = run("--sigma", sigma, "--alpha", alpha, "--samples", samples, "--votes", votes);

        assertThat(status).isEqualTo(2);
        assertThat(err.toString()).startsWith(error);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldRefuseOptionsThatContradict() {
        assertThat(run("--stdin", "--sigma", "1", "--samples", "10", "--votes", "1"))
                .isEqualTo(2);
        assertThat(run()).isEqualTo(2);
        assertThat(run("--sigma", "1")).isEqualTo(2);
    }

    private int run(String... arguments) {
        return new CommandLine(new CertificateCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }
}
