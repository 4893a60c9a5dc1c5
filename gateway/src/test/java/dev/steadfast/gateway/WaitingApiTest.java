package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.gateway.fleet.Backlog;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that wait for their prediction, come again, or are asked to. */
class WaitingApiTest {

    private static final String FRAMES = "/v1/cameras/door/frames";

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with("gateway.max-wait=20s", "gateway.max-backlog-tasks=1000");
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldAnswerWithThePredictionWhenItComesInTime() throws Exception {
        // Given
        CompletableFuture<HttpResponse<String>> answer =
                front.sendAsync(frame(FRAMES + "?frame-id=f-1").header("Prefer", "wait=3600"));
        front.published.take();
        assertThat(front.get("/v1/predictions/f-1").statusCode()).isEqualTo(202);

        // When
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));

        // Then
        HttpResponse<String> prediction = answer.get(10, TimeUnit.SECONDS);
        assertThat(prediction.statusCode()).isEqualTo(200);
        assertThat(prediction.headers().firstValue("Preference-Applied")).contains("wait=20");
        assertThat(new JsonObject(prediction.body()).getString("outcome")).isEqualTo("certified");
    }

    @Test
    void shouldSayWhereThePredictionWillBeWhenItDoesNot() throws Exception {
        HttpResponse<String> answer = front.send(frame(FRAMES + "?frame-id=f-1").header("Prefer", "wait=1"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).contains("/v1/predictions/f-1");
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("wait=1");
    }

    @Test
    void shouldTellHowFarAFrameIsThatIsWaitedFor() throws Exception {
        // Given
        front.newsArrives(KeptRecords.served());
        front.send(frame(FRAMES + "?frame-id=f-1"));
        front.backlog = new Backlog(OptionalLong.of(0), Map.of("noise-tasks", 120L));
        await().until(() -> pending("f-1").getInteger("queueAhead") != null);
        assertThat(pending("f-1").encode())
                .isEqualTo("{\"frameId\":\"f-1\",\"outcome\":\"pending\",\"tasksDone\":0,\"tasksAsked\":null,"
                        + "\"queueAhead\":120,\"estimatedSeconds\":null,"
                        + "\"detail\":\"no worker has voted for more than 60 s, and 120 tasks wait\"}");

        // When
        votes("f-1", 0);
        votes("f-1", 3);
        votes("f-1", 3);

        // Then
        JsonObject waited =
                new JsonObject(front.send(frame(FRAMES + "?frame-id=f-1").header("Prefer", "wait=1"))
                        .body());
        for (JsonObject told : new JsonObject[] {pending("f-1"), waited}) {
            assertThat(told.getInteger("tasksDone")).as("each once").isEqualTo(2);
            assertThat(told.getInteger("tasksAsked")).isEqualTo(44);
            assertThat(told.getString("detail"))
                    .isEqualTo("2 of 44 tasks are done; 1 worker votes; 120 tasks wait, about 14 s");
            assertThat(told.getInteger("estimatedSeconds"))
                    .as("42 tasks at 3 a second")
                    .isEqualTo(14);
        }
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));
        assertThat(front.get("/v1/predictions/f-1").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotMissVotesThatComeBeforeTheBrokersHaveAcknowledged() throws Exception {
        CompletableFuture<Void> acknowledged = new CompletableFuture<>();
        front.brokers = frame -> acknowledged;
        CompletableFuture<HttpResponse<String>> answer = front.sendAsync(frame(FRAMES + "?frame-id=f-1"));
        front.published.take();

        votes("f-1", 0);
        acknowledged.complete(null);

        answer.get(10, TimeUnit.SECONDS);
        assertThat(pending("f-1").getInteger("tasksDone")).isEqualTo(1);
    }

    @Test
    void shouldAnswerAtOnceThoseWhoWouldRatherComeBack() throws Exception {
        HttpResponse<String> answer = front.send(frame(FRAMES + "?frame-id=f-1").header("Prefer", "respond-async"));

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location")).contains("/v1/predictions/f-1");
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("respond-async");
        assertThat(new JsonObject(answer.body()).fieldNames())
                .containsExactly(
                        "frameId",
                        "camera",
                        "prediction",
                        "tasksDone",
                        "tasksAsked",
                        "queueAhead",
                        "estimatedSeconds",
                        "detail");
        HttpResponse<String> plain = front.send(frame(FRAMES + "?frame-id=f-2"));
        assertThat(plain.headers().firstValue("Preference-Applied")).isEmpty();
        assertThat(new JsonObject(plain.body()).fieldNames()).containsExactly("frameId", "camera", "prediction");
    }

    private JsonObject pending(String frameId) throws Exception {
        HttpResponse<String> answer = front.get("/v1/predictions/" + frameId);
        assertThat(answer.statusCode()).isEqualTo(202);
        return new JsonObject(answer.body());
    }

    /** The three that there are take a second together. */
    private void votes(String frameId, int task) {
        front.newsArrives(MadeUpVotes.of(
                frameId, task, OptionalInt.of(44), "worker-1", MadeUpVotes.DIGEST, Duration.ofSeconds(1), MadeUp.NOON));
    }

    @Test
    void shouldRefuseAWaitThatItCannotRead() throws Exception {
        HttpResponse<String> refused = front.send(frame(FRAMES).header("Prefer", "wait=long"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("Prefer: wait must be a whole number of seconds, was 'long'");
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldForgetAClientThatNoLongerWaits() throws Exception {
        CompletableFuture<HttpResponse<String>> answer =
                front.sendAsync(frame(FRAMES + "?frame-id=f-1").header("Prefer", "wait=10"));
        front.published.take();
        answer.cancel(true);

        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "door")));

        assertThat(front.get("/v1/predictions/f-1").statusCode()).isEqualTo(200);
    }

    @Test
    void shouldNotTellOfAnotherCamerasFrameThatHasTheSameId() throws Exception {
        front.arrive(MadeUp.answer(MadeUp.certified("f-1", "yard")));

        HttpResponse<String> known = front.send(frame(FRAMES + "?frame-id=f-1").header("Prefer", "wait=0"));
        CompletableFuture<HttpResponse<String>> waiting =
                front.sendAsync(frame(FRAMES + "?frame-id=f-2").header("Prefer", "wait=10"));
        front.published.take();
        front.published.take();
        front.arrive(MadeUp.answer(MadeUp.certified("f-2", "yard")));
        front.arrive(MadeUp.answer(MadeUp.rejected(Optional.of("f-2"), Optional.of("door"))));

        assertThat(known.statusCode()).isEqualTo(202);
        assertThat(new JsonObject(waiting.join().body()).getString("outcome")).isEqualTo("rejected");
    }

    @Test
    void shouldTakeARepeatedRequestForTheSameFrameOnEveryGateway() throws Exception {
        try (RunningFront other = RunningFront.with()) {
            String here = published(front, FRAMES, "a-1");
            String there = published(other, FRAMES, "a-1");
            String ofAnotherCamera = published(other, "/v1/cameras/yard/frames", "a-1");
            String ofAnotherKey = published(other, FRAMES, "a-2");

            assertThat(here).isEqualTo(there).isNotEqualTo(ofAnotherCamera).isNotEqualTo(ofAnotherKey);
        }
    }

    @Test
    void shouldAnswerARepeatedRequestWithThePredictionThatIsThere() throws Exception {
        String frameId = published(front, FRAMES, "a-1");
        front.arrive(MadeUp.answer(MadeUp.certified(frameId, "door")));

        HttpRequest.Builder again =
                frame(FRAMES).header("Idempotency-Key", "a-1").header("Prefer", "wait=0");

        assertThat(front.send(again).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldRefuseAKeyTogetherWithAFrameIdAndKeysThatAreNone() throws Exception {
        HttpResponse<String> both = front.send(frame(FRAMES + "?frame-id=f-1").header("Idempotency-Key", "a-1"));
        HttpResponse<String> none = front.send(frame(FRAMES).header("Idempotency-Key", "two words"));

        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("give frame-id or Idempotency-Key, not both");
        assertThat(none.statusCode()).isEqualTo(400);
        assertThat(front.published).isEmpty();
    }

    @Test
    void shouldAskToComeAgainWhileTooMuchWaitsForTheWorkers() throws Exception {
        // Given
        front.newsArrives(KeptRecords.served());
        front.backlog = new Backlog(OptionalLong.of(3), Map.of("noise-tasks", 1001L));
        await().untilAsserted(
                        () -> assertThat(front.send(frame(FRAMES)).statusCode()).isEqualTo(429));

        // Then
        HttpRequest.Builder parts = frame(FRAMES).setHeader("Content-Type", "multipart/form-data; boundary=x");
        HttpRequest.Builder inference =
                front.request("/v2/models/cifar10-demo/infer").POST(BodyPublishers.ofString("{}"));
        for (HttpRequest.Builder request : new HttpRequest.Builder[] {frame(FRAMES), parts, inference}) {
            HttpResponse<String> answer = front.send(request);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).contains("10");
            assertThat(answer.body()).contains("1001 noise tasks wait for the workers of the queue noise-tasks,");
        }
        assertThat(front.get("/v1/predictions").statusCode()).as("others may").isEqualTo(200);
        front.backlog = new Backlog(OptionalLong.of(3), Map.of("noise-tasks", 1000L));
        await().untilAsserted(
                        () -> assertThat(front.send(frame(FRAMES)).statusCode()).isEqualTo(202));
    }

    private static String published(RunningFront front, String path, String key) throws Exception {
        HttpResponse<String> answer = front.send(front.request(path)
                .header("Content-Type", "image/png")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofByteArray(MadeUp.png())));
        assertThat(answer.statusCode()).isEqualTo(202);
        return new JsonObject(answer.body()).getString("frameId");
    }

    private HttpRequest.Builder frame(String path) {
        return front.request(path).header("Content-Type", "image/png").POST(BodyPublishers.ofByteArray(MadeUp.png()));
    }
}
