package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.NoiseTask;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.Receipt;
import dev.steadfast.gateway.evidence.Evidence;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a prediction rests on. */
class EvidenceApiTest {

    private static final String FRAME = "/v1/predictions/f-1";
    private static final byte[] INTERLEAVED = {1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24, 5, 15, 25, 6, 16, 26};

    private final KeptRecords records = new KeptRecords();
    private RunningFront front;

    @BeforeEach
    void start() {
        front = RunningFront.with("gateway.replay-timeout=1s");
        front.records = records;
        front.arrive(records.keep("f-1", "door", KeptRecords.RAW, INTERLEAVED));
        front.newsArrives(KeptRecords.served());
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @ParameterizedTest
    @CsvSource({"image/png, image/png", "image/jpeg, image/jpeg", "'IMAGE/JPG; q=1;', image/jpeg"})
    void shouldShowAFrameAsItsCameraSentIt(String sent, String contentType) throws Exception {
        byte[] image = {(byte) 0xff, (byte) 0xd8, 0, 1, 2};
        records.keep(Topics.FRAMES, 1, 17, KeptRecords.frame("f-1", "door", sent, image));

        HttpResponse<byte[]> answer = bytes(FRAME + "/image");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(contentType);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).startsWith("private");
        assertThat(answer.body()).isEqualTo(image);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/image", "/input"})
    void shouldShowPixelsAsPng(String path) throws Exception {
        HttpResponse<byte[]> answer = bytes(FRAME + path);

        assertThat(answer.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(ImageIO.read(new ByteArrayInputStream(answer.body())).getRGB(1, 1))
                .isEqualTo(0xff050f19);
    }

    @Test
    void shouldNotShowAFrameThatABrowserMightRun() throws Exception {
        records.keep(
                Topics.FRAMES,
                1,
                17,
                KeptRecords.frame("f-1", "door", "text/html", "<script>".getBytes(StandardCharsets.UTF_8)));

        assertProblem(
                front.get(FRAME + "/image"),
                410,
                "the frame cannot be shown: content type must be image/png, image/jpeg or");
    }

    @Test
    void shouldNotShowAnotherFrameThatStandsInItsPlaceNow() throws Exception {
        records.keep(Topics.FRAMES, 1, 17, KeptRecords.frame("f-2", "yard", KeptRecords.RAW, INTERLEAVED));
        records.keep(Topics.ACCEPTED_FRAMES, 2, 18, Evidence.input("f-2", "yard"));
        assertProblem(
                front.get(FRAME + "/image"), 410, "the topic frames keeps records for 168 h, and this one is gone");
        assertProblem(front.get(FRAME + "/input"), 410, "the topic accepted-frames keeps records for 24 h");

        records.keep(Topics.CERTIFIED_PREDICTIONS, 0, 16, Evidence.prediction("f-2", "yard"));
        assertProblem(front.get(FRAME + "/image"), 410, "the topic certified-predictions keeps");
    }

    @Test
    void shouldShowAFrameThatWasRejected() throws Exception {
        byte[] damaged = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};
        rejected("f-9", KeptRecords.frame("f-9", "door", "image/jpeg", damaged));

        HttpResponse<byte[]> answer = bytes("/v1/predictions/f-9/image");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body()).isEqualTo(damaged);
        assertProblem(front.get("/v1/predictions/f-9/input"), 409, "this frame was rejected: nothing was voted on");
    }

    @Test
    void shouldShowRejectedPixelsAsPng() throws Exception {
        rejected("f-9", KeptRecords.frame("f-9", "door", KeptRecords.RAW, INTERLEAVED));

        assertThat(ImageIO.read(new ByteArrayInputStream(
                                bytes("/v1/predictions/f-9/image").body()))
                        .getRGB(1, 1))
                .isEqualTo(0xff050f19);
    }

    @Test
    void shouldNotShowOfARejectedFrameWhatIsNoPictureOrAnothers() throws Exception {
        String path = "/v1/predictions/f-9/image";
        byte[] script = "<script>".getBytes(StandardCharsets.UTF_8);
        for (String type : new String[] {"image/png", "text/html", "application/vnd.steadfast.rgb8;width=9;height=9"}) {
            rejected("f-9", KeptRecords.frame("f-9", "door", type, script));
            assertProblem(
                    front.get(path),
                    409,
                    "this frame was rejected as not-an-image: what its camera sent is no picture that could be shown");
        }
        records.keep(Topics.FRAMES, 2, 17, KeptRecords.frame("f-9", "yard", KeptRecords.RAW, INTERLEAVED));
        assertProblem(front.get(path), 410, "the topic frames keeps records for 168 h, and this one is gone");
        records.forget(Topics.FRAMES);
        assertProblem(front.get(path), 410, "the topic frames keeps records for 168 h, and this one is gone");
    }

    private void rejected(String frameId, Frame frame) {
        records.keep(Topics.FRAMES, 2, 17, frame);
        front.arrive(MadeUp.answer(MadeUp.rejected(Optional.of(frameId), Optional.of("door"))));
    }

    @Test
    void shouldAskToComeAgainWhereKafkaDoesNotAnswer() throws Exception {
        front.records = (topic, partition, offset) -> CompletableFuture.failedStage(new TimeoutException("5 s"));

        assertProblem(front.get(FRAME + "/input"), 503, "Kafka did not give the record in time");
    }

    @Test
    void shouldShowSamplesMadeAgain() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = front.sendAsync(front.request(FRAME + "/samples?count=2"));
        NoiseTask task = next();
        assertThat(task.getSamples()).isEqualTo(2);
        assertThat(task.getReplay().getIllustrated()).isEqualTo(2);

        front.repeatedVotesArrive(Evidence.votes(task));

        JsonObject samples = new JsonObject(answer.get(10, TimeUnit.SECONDS).body());
        assertThat(samples.getInteger("height")).isEqualTo(2);
        JsonObject first = samples.getJsonArray("samples").getJsonObject(0);
        assertThat(first.getString("label")).isEqualTo("cat");
        assertThat(Base64.getDecoder().decode(first.getString("noisy"))).isEqualTo(INTERLEAVED);
        JsonObject invalid = samples.getJsonArray("samples").getJsonObject(1);
        assertThat(invalid.getValue("class")).isNull();
        assertThat(invalid.getValue("label")).isNull();
    }

    @Test
    void shouldFindTheSameVotes() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = replay();
        for (int task = 0; task < Evidence.LAYOUT.tasks(); task++) {
            front.repeatedVotesArrive(Evidence.votes(next()));
        }

        JsonObject found = new JsonObject(answer.get(10, TimeUnit.SECONDS).body());

        assertThat(found.getBoolean("matches")).isTrue();
        assertThat(found.getString("detail")).isEqualTo("all 44 votes are the same");
        assertThat(front.getManagement("/metrics").body())
                .contains("steadfast_gateway_replays_total{result=\"same\"} 1.0");
    }

    @Test
    void shouldFindOtherVotes() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = replay();
        for (int task = 0; task < Evidence.LAYOUT.tasks(); task++) {
            NoiseTask next = next();
            front.repeatedVotesArrive(Evidence.votes(next, List.of(next.getSamples())));
        }

        JsonObject found = new JsonObject(answer.get(10, TimeUnit.SECONDS).body());

        assertThat(found.getBoolean("matches")).isFalse();
        assertThat(found.getString("detail")).contains("do not rely on this prediction");
        assertThat(front.getManagement("/metrics").body())
                .contains("steadfast_gateway_replays_total{result=\"different\"} 1.0");
        assertThat(new JsonObject(front.get(FRAME).body()).getString("outcome"))
                .as("the prediction stays as it is")
                .isEqualTo("certified");
    }

    @Test
    void shouldGiveUpWhereNoWorkerVotes() throws Exception {
        assertProblem(
                replay().get(10, TimeUnit.SECONDS),
                503,
                "the workers did not vote within 1 s: 0 of 5 tasks are done; no worker has voted for more than 60 s, and");
        assertProblem(
                front.get(FRAME + "/samples"),
                503,
                "the workers did not vote within 1 s: 0 of 1 task is done; no worker");
    }

    @Test
    void shouldNotReplayWhatTheReceiptDoesNotSpeakOf() throws Exception {
        AcceptedFrame changed = AcceptedFrame.newBuilder(Evidence.input("f-1", "door"))
                .setImage(ByteBuffer.wrap(INTERLEAVED))
                .build();
        records.keep(Topics.ACCEPTED_FRAMES, 2, 18, changed);

        assertProblem(replay().get(10, TimeUnit.SECONDS), 409, "not the one that the receipt speaks of");
        assertThat(front.repeated).isEmpty();
    }

    @Test
    void shouldReplayTheTasksThatASequentialPlanAskedFor() throws Exception {
        // Given: it was content with its first look, one task behind the one that selects.
        CertifiedPrediction fixed = Evidence.prediction("f-1", "door");
        keep(CertifiedPrediction.newBuilder(fixed)
                .setPlan(PlanKind.SEQUENTIAL)
                .setTargetRadius(0.1)
                .setEstimationCounts(List.of(new ClassCount(3, "cat", "cat", 10)))
                .setSamplesUsed(14)
                .setReceipt(receipt(fixed, 2))
                .build());

        // When
        CompletableFuture<HttpResponse<String>> answer = replay();
        for (int task = 0; task < 2; task++) {
            front.repeatedVotesArrive(Evidence.votes(next()));
        }

        // Then
        JsonObject found = new JsonObject(answer.get(10, TimeUnit.SECONDS).body());
        assertThat(found.getBoolean("matches")).isTrue();
        assertThat(found.getString("detail")).isEqualTo("all 14 votes are the same");
        assertThat(front.repeated).isEmpty();
    }

    @Test
    void shouldNotReplayAReceiptOfTasksThatThePlanCouldNotHaveAskedFor() throws Exception {
        CertifiedPrediction fixed = Evidence.prediction("f-1", "door");
        keep(CertifiedPrediction.newBuilder(fixed).setReceipt(receipt(fixed, 2)).build());

        assertProblem(
                replay().get(10, TimeUnit.SECONDS),
                409,
                "the receipt speaks of 2 tasks, which the plan could not have asked for");
        assertThat(front.repeated).isEmpty();
    }

    private void keep(CertifiedPrediction prediction) {
        records.keep(Topics.CERTIFIED_PREDICTIONS, 0, 16, prediction);
    }

    private static Receipt receipt(CertifiedPrediction prediction, int tasks) {
        return Receipt.newBuilder(prediction.getReceipt()).setTasks(tasks).build();
    }

    @Test
    void shouldNotReplayWithAnotherBundle() throws Exception {
        front.newsArrives(KeptRecords.served(MadeUpWorkers.candidate(MadeUp.NOON)));

        assertProblem(
                replay().get(10, TimeUnit.SECONDS),
                409,
                "the bundle that voted, cifar10-demo 1.0.0, is not served now");
        assertThat(front.repeated).isEmpty();
    }

    @Test
    void shouldAskTheWorkersOfTheBundleThatVoted() throws Exception {
        // Given: the bundle that voted has a queue of its own by now, and only shadows.
        JsonObject first = MadeUpWorkers.model(MadeUp.NOON).put("digest", "cd".repeat(32));
        JsonObject voted = MadeUpWorkers.candidate(MadeUp.NOON).put("digest", "ab".repeat(32));
        front.newsArrives(KeptRecords.served(first, voted));

        // When
        CompletableFuture<HttpResponse<String>> answer = replay();
        for (int task = 0; task < Evidence.LAYOUT.tasks(); task++) {
            front.repeatedVotesArrive(Evidence.votes(next()));
        }

        // Then
        assertThat(new JsonObject(answer.get(10, TimeUnit.SECONDS).body()).getBoolean("matches"))
                .isTrue();
        assertThat(front.repeatedIn).hasSize(5).containsOnly("noise-tasks-candidate");
    }

    private CompletableFuture<HttpResponse<String>> replay() {
        return front.sendAsync(front.request(FRAME + "/replays").POST(BodyPublishers.noBody()));
    }

    private NoiseTask next() throws InterruptedException {
        return Optional.ofNullable(front.repeated.poll(10, TimeUnit.SECONDS)).orElseThrow();
    }

    private HttpResponse<byte[]> bytes(String path) throws Exception {
        return HttpClient.newHttpClient().send(front.request(path).build(), BodyHandlers.ofByteArray());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("detail")).contains(detail);
    }
}
