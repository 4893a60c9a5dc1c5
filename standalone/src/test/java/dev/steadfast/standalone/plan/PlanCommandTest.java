package dev.steadfast.standalone.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.standalone.Steadfast;
import dev.steadfast.standalone.command.Home;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With the tables that the shipped bundle was measured by. */
class PlanCommandTest {

    private static final Path MEASURED = Home.folder().resolve("models/measured/cifar10/sigma-0.25.tsv");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldSayWithoutAProfileWhatDoesNotDependOnPictures() {
        assertThat(plan("--radius 0.25 --rate 10")).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("radius 0.25 at sigma 0.25, alpha 0.001; 10 frames a second")
                .containsPattern("fixed, n = 1000 +1100 +0.615 +0.040\\n")
                .containsPattern("sequential 0.25, n = 1000 +75 to 1025 +")
                .contains("give --votes-per-second", "give --profile")
                .doesNotContain("workers:", "answered");
    }

    @Test
    void shouldCountWorkersWhereTheSpeedOfOneIsKnown() {
        assertThat(plan("--radius 0.25 --rate 10 --votes-per-second 800")).isZero();

        assertThat(out.toString())
                .contains("a worker casts 800 votes a second")
                .containsPattern("fixed, n = 1000 +1100 +0.615 +0.040 +19 +0.22 s +0.5\\d s +92.7%\\n")
                .containsPattern("sequential 0.25, n = 1000 +75 to 1025 +0.264 +0.055 +<= 18 +<= 92.1%\\n");
    }

    /** Its images were certified at 10,000 samples: what their table says of them is what the plan of so many foretells. */
    @Test
    void shouldForetellTheTableThatItIsGiven() throws IOException {
        List<String> lines = Files.readAllLines(MEASURED);
        double certified = lines.stream()
                        .skip(1)
                        .filter(line -> Double.parseDouble(line.split("\t", -1)[3]) >= 0.25)
                        .count()
                / (lines.size() - 1.0);

        JsonNode plans = json("--radius 0.25 --rate 10 --samples 1000,10000 --json --profile " + MEASURED);

        assertThat(plan(plans, "fixed", 10_000).get("answered").doubleValue()).isCloseTo(certified, within(0.005));
        JsonNode sequential = plan(plans, "sequential", 10_000);
        assertThat(sequential.get("answered").doubleValue()).isCloseTo(certified, within(0.01));
        assertThat(sequential.get("samples").doubleValue() * 10).isLessThan(10_100);
        assertThat(plan(plans, "fixed", 1000).get("answered").doubleValue()).isLessThan(certified);
        assertThat(plans.get("profile").get("images").intValue()).isEqualTo(500);
        assertThat(plans.get("profile").get("exact").booleanValue()).isFalse();
    }

    @Test
    void shouldShowWhatFewerWorkersThanNeededShed() throws IOException {
        JsonNode plans =
                json("--radius 0.25 --rate 10 --samples 1000 --json --workers 2 --votes-per-second 2200 --profile "
                        + MEASURED);

        JsonNode fixed = plan(plans, "fixed", 1000);
        assertThat(fixed.get("workersNeeded").intValue()).isEqualTo(7);
        assertThat(fixed.get("shed").doubleValue()).isCloseTo(0.6, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"1e-300, 1e9", "1e6, 0.001", "1e-300, 0.001", "1e6, 1e9"})
    void shouldGiveNumbersHoweverLargeOrSmallTheLoad(String rate, String votes) throws IOException {
        JsonNode plans =
                json("--radius 0.25 --json --rate " + rate + " --votes-per-second " + votes + " --profile " + MEASURED);

        assertThat(plans.get("plans")).allSatisfy(plan -> {
            assertThat(plan.get("workersNeeded").longValue()).isPositive();
            assertThat(plan.get("latencySecondsOf95Percent").doubleValue()).isBetween(0.15, 1e12);
            assertThat(plan.get("shed").doubleValue()).isBetween(0.0, 1.0);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --radius 3 --rate 10           | 2 | --radius, --sigma, --samples: radius = 3.0, sigma = 0.25, alpha = 0.001: no plan of 10000 samples can certify it, the largest radius is 0.7996; sigma must be at least 0.938
            --radius 0.9 --rate 10         | 2 | sigma must be at least 0.282, or the samples more
            --radius NaN --rate 10         | 2 | --radius: radius = NaN: must be 0 or more, and finite
            --radius -1 --rate 10          | 2 | --radius: radius = -1.0: must be 0 or more, and finite
            --radius 0.25 --rate 0         | 2 | --rate: must be above 0 frames a second, and at most 1000000, was 0.0
            --radius 0.25 --rate -3        | 2 | --rate: must be above 0 frames a second, and at most 1000000, was -3.0
            --radius 0.25 --rate NaN       | 2 | --rate: must be above 0 frames a second, and at most 1000000, was NaN
            --radius 0.25 --rate Infinity  | 2 | --rate: must be above 0 frames a second, and at most 1000000, was Infinity
            --radius 0.25 --rate ten       | 2 | '--rate'
            --radius 0.25 --rate 1 --alpha 0 | 2 | --alpha: alpha = 0.0: must be from
            --radius 0.25 --rate 1 --samples 0 | 2 | --samples: n = 0: must be from 1 to 100000
            --radius 0.25 --rate 1 --samples 200000 | 2 | --samples: n = 200000: must be from 1 to 100000
            --radius 0.25 --rate 1 --workers 0 | 2 | --workers: must be at least 1, was 0
            --radius 0.25 --rate 1 --votes-per-second 0 | 2 | --votes-per-second: must be from 0.001 to 1000000000, was 0.0
            --radius 0.25 --rate 1 --profile /none.json | 1 | /none.json does not exist
            """)
    void shouldNameOptionValueAndRule(String arguments, int status, String message) {
        assertThat(plan(arguments)).isEqualTo(status);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldRefuseAProfileOfAnotherSigmaOrBundleAndABrokenOne(@TempDir Path folder) throws IOException {
        Path other = Home.folder().resolve("models/measured/cifar10/sigma-0.5.tsv");
        assertThat(plan("--radius 0.25 --rate 1 --profile " + other)).isEqualTo(1);
        assertThat(err.toString()).contains(other + ": sigma must be 0.25, as --sigma says, but is 0.5");

        Path bundle = Home.folder().resolve("models/zoo/cifar10-black-box");
        assertThat(plan("--radius 0.25 --rate 1 --bundle " + bundle + " --profile " + MEASURED))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains(MEASURED + ": bundleDigest must be ", "that of " + bundle + ", but is 8849440373");

        Path broken = Files.writeString(folder.resolve("broken.json"), "{\"format\": 1,");
        assertThat(plan("--radius 0.25 --rate 1 --profile " + broken)).isEqualTo(1);
        assertThat(err.toString()).contains(broken + ": must be what 'steadfast certify --profile' writes");
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    private static JsonNode plan(JsonNode plans, String kind, int n) {
        return StreamSupport.stream(plans.get("plans").spliterator(), false)
                .filter(plan -> plan.get("certifies").booleanValue())
                .filter(plan ->
                        plan.get("plan").asText().equals(kind) && plan.get("n").intValue() == n)
                .findFirst()
                .orElseThrow();
    }

    private JsonNode json(String arguments) throws IOException {
        assertThat(plan(arguments)).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private int plan(String arguments) {
        List<String> all = new ArrayList<>(List.of("plan", "--sigma", "0.25"));
        all.addAll(List.of(arguments.split(" ", -1)));
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
