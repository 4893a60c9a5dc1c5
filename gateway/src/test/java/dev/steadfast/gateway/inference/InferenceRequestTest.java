package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.avro.PlanKind;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceRequestTest {

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
        assertThat(request.outputs()).isEmpty();
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

        assertThat(read(images(1).put("outputs", outputs)).outputs()).containsExactly("radius");
        outputs.add(new JsonObject().put("name", "logits"));
        assertThatThrownBy(() -> read(images(1).put("outputs", outputs)))
                .hasMessage("output 'logits' is unknown; there are [label, class, radius, p_lower, abstained, model]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "1", "\"x\"", "{", "{\"inputs\":"})
    void shouldRefuseABodyThatIsNoObject(String body) {
        assertThatThrownBy(() -> InferenceRequest.read(StandardCharsets.UTF_8.encode(body), 4))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessage("the body must be a JSON object");
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        String deep = "{\"inputs\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThatThrownBy(() -> InferenceRequest.read(StandardCharsets.UTF_8.encode(deep), 4))
                .isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sigma", "alpha", "n0", "temperature"})
    void shouldNameAParameterThatItCannotRead(String name) {
        JsonObject request = images(1).put("parameters", new JsonObject().put(name, "loud"));

        assertThatThrownBy(() -> read(request)).hasMessageContaining("'" + name + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"camera\":\"front door\"}", "{\"camera\":{}}"})
    void shouldRefuseACameraThatIsNoName(String parameters) {
        assertThatThrownBy(() -> read(images(1).put("parameters", new JsonObject(parameters))))
                .isInstanceOf(ProblemException.class);
    }

    private static InferenceRequest read(JsonObject request) {
        return InferenceRequest.read(ByteBuffer.wrap(request.toBuffer().getBytes()), 4);
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
