package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.predictions.AnswerJson;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictionApiTest {

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with();
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldTellAPrediction() throws Exception {
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));

        HttpResponse<String> response = front.get("/v1/predictions/f-1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(new JsonObject(response.body())).isEqualTo(AnswerJson.of(MadeUp.certified("f-1", "door")));
    }

    @Test
    void shouldTellWhyAFrameWasRejected() throws Exception {
        front.arrive(MadeUp.answer(MadeUp.rejected(Optional.of("f-1"), Optional.of("door"))));

        HttpResponse<String> response = front.get("/v1/predictions/f-1");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(response.body()))
                .isEqualTo(AnswerJson.of(MadeUp.rejected(Optional.of("f-1"), Optional.of("door"))));
    }

    @Test
    void shouldAskToWaitForAFrameThatWasTakenHere() throws Exception {
        front.send(front.request("/v1/cameras/door/frames?frame-id=f-1")
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(MadeUp.png())));

        HttpResponse<String> response = front.get("/v1/predictions/f-1");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(new JsonObject(response.body()).getString("outcome")).isEqualTo("pending");
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));
        assertThat(front.get("/v1/predictions/f-1").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotKnowOtherFrames() throws Exception {
        HttpResponse<String> response = front.get("/v1/predictions/f-2");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
    }

    @Test
    void shouldFindFrameIdsOfOtherProducersByTheirEscapedName() throws Exception {
        front.arrive(MadeUp.answer(MadeUp.certified("lane 1/50%?", "door")));

        assertThat(front.get("/v1/predictions/lane%201%2F50%25%3F").statusCode())
                .isEqualTo(200);
    }
}
