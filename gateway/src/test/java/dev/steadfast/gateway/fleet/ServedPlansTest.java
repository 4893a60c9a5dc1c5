package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.SamplingOptions;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ServedPlansTest {

    private static final ServedModel MODEL = model("one", "fixed", 0.1, 0.5);

    @Test
    void shouldRefuseASigmaOutOfTheBundlesRange() {
        assertRefused(
                options().setSigma(0.6),
                "sigma must be from 0.1 to 0.5, the range of one 1.0.0, was 0.6",
                "sigma-out-of-range");
        assertThat(refusal(options().setSigma(0.5), MODEL)).isEmpty();
    }

    @Test
    void shouldRefuseWhatCouldNeverCertify() {
        assertRefused(
                options().setEstimationSamples(5),
                "n = 5, alpha = 0.001: cannot certify, the largest radius is 0",
                "cannot-certify");
        assertRefused(
                options().setPlan(PlanKind.SEQUENTIAL).setRadius(2.0),
                "radius = 2.0, sigma = 0.25, n = 1000, alpha = 0.001: cannot certify, the largest radius is",
                "cannot-certify");
        assertRefused(
                options().setPlan(PlanKind.PREDICT).setEstimationSamples(5),
                "n = 5, alpha = 0.001: cannot predict",
                "cannot-certify");
    }

    @Test
    void shouldRefuseMoreSamplesThanTheDeploymentTakes() {
        assertRefused(
                options().setEstimationSamples(200_000),
                "n0 + n must be at most 200000 here, was 200100",
                "samples-out-of-range");
        assertThat(refusal(options().setEstimationSamples(199_900), MODEL)).isEmpty();
        assertThat(refusal(options().setEstimationSamples(9_000_000), silentOnSamples()))
                .as("its topology does not say how many")
                .isEmpty();
    }

    @Test
    void shouldCountTheSamplesOfAFrameThatNamesSome() {
        assertThat(asked(options().setEstimationSamples(5000), MODEL)).hasValue(5100);
        assertThat(asked(options().setSelectionSamples(50), MODEL)).hasValue(1050);
        assertThat(asked(options().setPlan(PlanKind.PREDICT).setEstimationSamples(5000), MODEL))
                .as("such a plan selects nothing")
                .hasValue(5000);
        assertThat(asked(options().setEstimationSamples(5000)))
                .as("nothing is known of a deployment")
                .hasValue(5000);
        assertThat(asked(options().setSigma(0.3), MODEL)).isEmpty();
        assertThat(ServedPlans.samplesAskedFor(List.of(MODEL), Optional.empty()))
                .isEmpty();
    }

    private static OptionalInt asked(SamplingOptions.Builder options, ServedModel... models) {
        return ServedPlans.samplesAskedFor(List.of(models), Optional.of(options.build()));
    }

    @Test
    void shouldRefuseAGroundTruthThatTheBundleHasNot() {
        assertThat(ServedPlans.refusal(List.of(MODEL), Optional.empty(), Optional.of(2)))
                .map(Problem::detail)
                .contains("the ground truth must be from 0 to 1, the classes of one 1.0.0, was 2");
        assertThat(ServedPlans.refusal(List.of(MODEL), Optional.empty(), Optional.of(1)))
                .isEmpty();
    }

    @Test
    void shouldRefuseNothingThatSomeBundleCouldDoOrThatItDoesNotKnow() {
        ServedModel wide = model("two", "fixed", 0.1, 1);
        assertThat(refusal(options().setSigma(0.6), MODEL, wide)).isEmpty();
        assertThat(refusal(options().setSigma(0.6))).as("nothing is served").isEmpty();
        assertThat(refusal(options().setSigma(0.6), model("later", "of-a-later-version", 0.1, 0.5)))
                .isEmpty();
        assertThat(refusal(options().setPlan(PlanKind.SEQUENTIAL), MODEL))
                .as("of another plan than the deployment's, radius and n0 are not known")
                .isEmpty();
    }

    @Test
    void shouldNameWhatEachOfSeveralBundlesTakes() {
        assertThat(refusal(options().setSigma(2.0), MODEL, model("two", "fixed", 0.1, 1)))
                .map(Problem::detail)
                .contains("sigma must be from 0.1 to 0.5, the range of one 1.0.0, was 2.0; "
                        + "sigma must be from 0.1 to 1.0, the range of two 1.0.0, was 2.0");
    }

    private static void assertRefused(SamplingOptions.Builder options, String detail, String reason) {
        assertThat(refusal(options, MODEL)).hasValueSatisfying(problem -> {
            assertThat(problem.status()).isEqualTo(400);
            assertThat(problem.detail()).startsWith(detail);
            assertThat(problem.reason()).contains(reason);
        });
    }

    private static Optional<Problem> refusal(SamplingOptions.Builder options, ServedModel... models) {
        return ServedPlans.refusal(List.of(models), Optional.of(options.build()), Optional.empty());
    }

    private static SamplingOptions.Builder options() {
        return SamplingOptions.newBuilder();
    }

    private static ServedModel silentOnSamples() {
        JsonObject json = MODEL.json().copy();
        json.remove("maxSamples");
        return new ServedModel(json);
    }

    private static ServedModel model(String name, String plan, double sigmaMin, double sigmaMax) {
        return new ServedModel(new JsonObject()
                .put("name", name)
                .put("version", "1.0.0")
                .put("queue", "noise-tasks")
                .put("answers", true)
                .put("classes", new JsonArray().add("cat").add("dog"))
                .put("sigmaMin", sigmaMin)
                .put("sigmaMax", sigmaMax)
                .put("plan", plan)
                .put("sigma", 0.25)
                .put("alpha", 0.001)
                .put("n0", 100)
                .put("n", 1000)
                .put("maxSamples", 200_000));
    }
}
