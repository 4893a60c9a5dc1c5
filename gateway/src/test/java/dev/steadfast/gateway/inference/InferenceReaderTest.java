package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.PlanKind;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceReaderTest {

    @Test
    void shouldReadWhoseImagesAndHowToSample() {
        JsonObject parameters = new JsonObject()
                .put("camera", "door")
                .put("plan", "predict")
                .put("sigma", 0.5)
                .put("n", 200)
                .put("frame-id", "f-1")
                .put("priority", 3);

        InferenceRequest request = read(images(1).put("id", "42").put("parameters", parameters));

        assertThat(request.id()).contains("42");
        assertThat(request.camera().value()).isEqualTo("door");
        assertThat(request.images()).singleElement().satisfies(image -> {
            assertThat(image.contentType()).isEqualTo("application/vnd.steadfast.rgb8;width=1;height=1");
            assertThat(image.query().frameId()).isEqualTo("f-1");
            assertThat(image.query().options()).hasValueSatisfying(options -> {
                assertThat(options.getPlan()).isEqualTo(PlanKind.PREDICT);
                assertThat(options.getSigma()).isEqualTo(0.5);
                assertThat(options.getEstimationSamples()).isEqualTo(200);
            });
        });
    }

    @Test
    void shouldLeaveWhatIsNotSaidToTheDeployment() {
        InferenceRequest request = read(images(1));

        assertThat(request.id()).isEmpty();
        assertThat(request.camera().value()).isEqualTo("inference");
        assertThat(request.outputs().wants("radius")).isTrue();
        assertThat(request.outputs().inBinary("radius")).isFalse();
        assertThat(request.images().get(0).query().options()).isEmpty();
    }

    @Test
    void shouldNumberTheFramesOfSeveralImages() {
        InferenceRequest request = read(images(2).put("parameters", new JsonObject().put("frame-id", "f")));

        assertThat(request.images())
                .extracting(image -> image.query().frameId())
                .containsExactly("f:0", "f:1");
        String longest = "f".repeat(127);
        JsonObject tooLong = images(2).put("parameters", new JsonObject().put("frame-id", longest));
        assertThatThrownBy(() -> read(tooLong)).hasMessageContaining("frame-id").hasMessageContaining("too long");
    }

    @Test
    void shouldReadWhichOutputsAreWanted() {
        JsonArray outputs = new JsonArray().add(new JsonObject().put("name", "radius"));

        WantedOutputs wanted = read(images(1).put("outputs", outputs)).outputs();

        assertThat(wanted.wants("radius")).isTrue();
        assertThat(wanted.wants("label")).isFalse();
        outputs.add(new JsonObject().put("name", "logits"));
        assertThatThrownBy(() -> read(images(1).put("outputs", outputs)))
                .hasMessage(
                        "output 'logits' is unknown; there are [label, class, radius, p_lower, abstained, model, class_name]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "\"x\"", "{", "{\"inputs\":"})
    void shouldRefuseABodyThatIsNoObject(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessageStartingWith("the body must be a JSON object");
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        String deep = "{\"inputs\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> read(deep)).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sigma", "alpha", "n0", "temperature"})
    void shouldNameAParameterThatItCannotRead(String name) {
        JsonObject request = images(1).put("parameters", new JsonObject().put(name, "loud"));

        assertThatThrownBy(() -> read(request)).hasMessageStartingWith("parameter '" + name + "'");
    }

    @Test
    void shouldTakeParametersAsClientsWriteThem() {
        JsonObject parameters = new JsonObject()
                .put("n", 200.0)
                .put("sigma", "0.5")
                .putNull("alpha")
                .put("timeout", 5)
                .put("headers", new JsonObject().put("a", 1));

        var options = read(images(1).put("id", 42).put("parameters", parameters))
                .images()
                .get(0)
                .query()
                .options()
                .orElseThrow();

        assertThat(options.getEstimationSamples()).isEqualTo(200);
        assertThat(options.getSigma()).isEqualTo(0.5);
        assertThat(options.getAlpha()).isNull();
    }

    @Test
    void shouldSayWhereABodyIsNoJson() {
        String no = "the body must be a JSON object, and is no valid JSON at line 1, ";
        assertThatThrownBy(() -> read(images(1).encode().replace("[0,", "[NaN,")))
                .hasMessageStartingWith(no)
                .hasMessageEndingWith(": Non-standard token 'NaN'");
        assertThatThrownBy(() -> read("{a:1}")).hasMessage(no + "column 2: Unexpected character ('a' (code 97))");
        assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(40)))
                .hasMessageEndingWith("no valid JSON: Document nesting depth (33) exceeds the maximum allowed (32)");
        assertThatThrownBy(() -> read("{\"inputs\":"))
                .hasMessageStartingWith(no)
                .hasMessageContaining(": Unexpected end-of-input");
        assertThatThrownBy(() -> read(images(1).encode() + "{}")).hasMessage("something follows the JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"outputs\":{}}", "{\"outputs\":[\"label\"]}", "{\"parameters\":[]}"})
    void shouldNameAFieldThatIsOfAnotherKind(String fields) {
        assertThatThrownBy(() -> read(images(1).mergeIn(new JsonObject(fields))))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessageMatching("'(outputs|parameters)' must be an .*");
    }

    @Test
    void shouldReadWhichOutputsAreWantedInBinary() {
        JsonArray outputs = new JsonArray()
                .add(output("label", new JsonObject().put("binary_data", false)))
                .add(output("class", new JsonObject()))
                .add(output("radius", new JsonObject().put("binary_data", true)));

        WantedOutputs some = read(images(1).put("outputs", outputs)).outputs();
        WantedOutputs all = read(images(1)
                        .put("outputs", outputs)
                        .put("parameters", new JsonObject().put("binary_data_output", true)))
                .outputs();

        assertThat(some.inBinary("label")).isFalse();
        assertThat(some.inBinary("class")).isFalse();
        assertThat(some.inBinary("radius")).isTrue();
        assertThat(all.inBinary("label")).isFalse();
        assertThat(all.inBinary("class")).isTrue();
        JsonArray classes = new JsonArray().add(output("label", new JsonObject().put("classification", 3)));
        assertThatThrownBy(() -> read(images(1).put("outputs", classes)))
                .hasMessageContaining("'classification' is not taken");
    }

    private static JsonObject output(String name, JsonObject parameters) {
        return new JsonObject().put("name", name).put("parameters", parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"camera\":\"front door\"}", "{\"camera\":{}}"})
    void shouldRefuseACameraThatIsNoName(String parameters) {
        assertThatThrownBy(() -> read(images(1).put("parameters", new JsonObject(parameters))))
                .isInstanceOf(ProblemException.class);
    }

    private static InferenceRequest read(JsonObject request) {
        return read(request.encode());
    }

    private static InferenceRequest read(String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return new InferenceReader(new InferenceLimits(4, 1000)).read(new InferenceBody(bytes, Optional.empty()));
    }

    private static JsonObject images(int count) {
        JsonArray data = new JsonArray();
        for (int i = 0; i < 3 * count; i++) {
            data.add(i);
        }
        return new JsonObject()
                .put(
                        "inputs",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("name", "image")
                                        .put("datatype", "UINT8")
                                        .put(
                                                "shape",
                                                new JsonArray()
                                                        .add(count)
                                                        .add(1)
                                                        .add(1)
                                                        .add(3))
                                        .put("data", data)));
    }
}
