package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.gateway.evidence.Evidence;
import dev.steadfast.gateway.fleet.Backlog;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays that a client does not wait for, or not for ever. */
class ReplayApiTest {

    private static final String REPLAYS = "/v1/predictions/f-1/replays";

    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with("gateway.replay-timeout=20s");
        KeptRecords records = new KeptRecords();
        front.records = records;
        front.arrive(records.keep("f-1", "door", KeptRecords.RAW, Evidence.planes()));
        front.newsArrives(KeptRecords.served());
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @Test
    void shouldAnswerAtOnceAndTellTheProgressUntilTheResult() throws Exception {
        // Given
        front.backlog = new Backlog(OptionalLong.of(0), Map.of("noise-tasks", 7L));

        // When
        HttpResponse<String> accepted = replay("respond-async").get(10, TimeUnit.SECONDS);

        // Then
        assertThat(accepted.statusCode()).isEqualTo(202);
        assertThat(accepted.headers().firstValue("Preference-Applied")).contains("respond-async");
        String location = accepted.headers().firstValue("Location").orElseThrow();
        JsonObject pending = new JsonObject(accepted.body());
        assertThat(location).isEqualTo(REPLAYS + "/" + pending.getString("replay"));
        assertThat(pending.getString("result")).isEqualTo(location);
        assertThat(pending.getInteger("tasksDone")).isZero();
        assertThat(pending.getInteger("tasksAsked")).isEqualTo(5);

        // When two tasks are done, one of them twice
        NoiseTask first = next();
        front.repeatedVotesArrive(Evidence.votes(first), Evidence.votes(first), Evidence.votes(next()));

        // Then
        await().until(() -> new JsonObject(front.get(location).body()).getInteger("queueAhead") != null);
        HttpResponse<String> half = front.get(location);
        assertThat(half.statusCode()).isEqualTo(202);
        assertThat(half.headers().firstValue("Retry-After")).contains("1");
        JsonObject progress = new JsonObject(half.body());
        assertThat(progress.getString("outcome")).isEqualTo("pending");
        assertThat(progress.getInteger("tasksDone")).isEqualTo(2);
        assertThat(progress.getInteger("queueAhead")).isEqualTo(7);
        assertThat(progress.getString("detail")).startsWith("2 of 5 tasks are done; 1 worker votes; 7 tasks wait");

        // When all are
        for (int task = 2; task < Evidence.LAYOUT.tasks(); task++) {
            front.repeatedVotesArrive(Evidence.votes(next()));
        }

        // Then
        HttpResponse<String> done = front.get(location);
        assertThat(done.statusCode()).isEqualTo(200);
        JsonObject result = new JsonObject(done.body());
        assertThat(result.getString("outcome")).isEqualTo("finished");
        assertThat(result.getString("replay")).isEqualTo(pending.getString("replay"));
        assertThat(result.getBoolean("matches")).isTrue();
        assertThat(result.getString("detail")).isEqualTo("all 44 votes are the same");
    }

    @Test
    void shouldWaitForAsLongAsTheClientWouldAndNoLonger() throws Exception {
        HttpResponse<String> late = replay("wait=1").get(10, TimeUnit.SECONDS);
        assertThat(late.statusCode()).isEqualTo(202);
        assertThat(late.headers().firstValue("Preference-Applied")).contains("wait=1");
        front.repeated.clear();

        CompletableFuture<HttpResponse<String>> inTime = replay("respond-async, wait=9");
        for (int task = 0; task < Evidence.LAYOUT.tasks(); task++) {
            front.repeatedVotesArrive(Evidence.votes(next()));
        }
        HttpResponse<String> answer = inTime.get(8, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Preference-Applied")).contains("respond-async, wait=9");
        assertThat(new JsonObject(answer.body()).getBoolean("matches")).isTrue();
    }

    @Test
    void shouldSayAtOnceWhatCannotBeReplayed() throws Exception {
        front.newsArrives(KeptRecords.served(MadeUpWorkers.candidate(MadeUp.NOON)));

        HttpResponse<String> refused = replay("respond-async").get(10, TimeUnit.SECONDS);

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("is not served now");
    }

    @Test
    void shouldTellWhyAReplayFailed() throws Exception {
        CompletableFuture<Void> brokers = new CompletableFuture<>();
        front.taskBrokers = task -> brokers;
        String location = replay("respond-async")
                .get(10, TimeUnit.SECONDS)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        assertThat(front.get(location).statusCode()).isEqualTo(202);

        brokers.completeExceptionally(new TimeoutException("expired"));

        await().untilAsserted(() -> assertThat(front.get(location).statusCode()).isEqualTo(200));

        JsonObject failed = new JsonObject(front.get(location).body());
        assertThat(failed.getString("outcome")).isEqualTo("failed");
        assertThat(failed.getString("detail")).isEqualTo("Kafka did not take the tasks: expired");
        assertThat(failed.getJsonObject("problem").getInteger("status")).isEqualTo(503);
    }

    @Test
    void shouldSayHowLongReplaysAreKeptWhereOneIsNotKnown() throws Exception {
        String location = replay("respond-async")
                .get(10, TimeUnit.SECONDS)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        front.arrive(MadeUp.answer(MadeUp.certified("f-2", "door")));

        for (String other : new String[] {REPLAYS + "/1", location.replace("f-1", "f-2")}) {
            HttpResponse<String> unknown = front.get(other);
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(new JsonObject(unknown.body()).getString("detail"))
                    .isEqualTo("no such replay of this frame is known: the gateway that was asked keeps the latest 100,"
                            + " each for 30 min after it was asked for, until it restarts");
        }
    }

    private CompletableFuture<HttpResponse<String>> replay(String preference) {
        return front.sendAsync(
                front.request(REPLAYS).header("Prefer", preference).POST(BodyPublishers.noBody()));
    }

    private NoiseTask next() throws InterruptedException {
        return Optional.ofNullable(front.repeated.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }
}
