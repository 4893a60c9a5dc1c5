package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.NoiseTask;
import dev.steadfast.gateway.access.KeyFiles;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.gateway.evidence.Evidence;
import dev.steadfast.gateway.kafka.FeedStatus;
import dev.steadfast.schemas.Topics;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation gives every answer that the contract promises, and each as it promises. */
class ContractTest {

    private static final String PNG = "image/png";
    private static final String IMAGE = "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],"
            + "\"data\":[1,2,3]}],\"parameters\":{\"frame-id\":\"f-1\",\"camera\":\"door\"}}";
    private static final String PARTS = """
            --x
            Content-Disposition: form-data; name=a; filename=a.png
            Content-Type: image/png

            pixels
            --x--
            """.replace("\n", "\r\n");
    private static final String TOKEN = "Bearer eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA";

    private static final Set<String> VOTED_OR_LIVE = Set.of("getFrameSamples", "streamPredictions");

    @TempDir
    private Path folder;

    private final ContractCheck contract = new ContractCheck();

    @Test
    void shouldKeepAllItsPromises() throws Exception {
        answersThatAreThere();
        answersThatAreAwaited();
        refusalsByCredentials();
        refusalsOfRequests();
        refusalsOfBodies();
        evidenceThatIsGoneOrDisputed();
        refusalsForNow();

        contract.close();
        assertThat(contract.missing()).as("promised, and never seen").isEmpty();
    }

    private void answersThatAreThere() throws Exception {
        try (RunningFront front = served()) {
            for (String id : contract.promising(200)) {
                if (contract.operation(id).method().equals("GET") && !VOTED_OR_LIVE.contains(id)) {
                    check(front, id, 200, request(front, id));
                }
            }
            for (String publish : new String[] {"publishFrames", "putFrame"}) {
                check(front, publish, 202, frame(front, publish, "?frame-id=f-2"));
                check(
                        front,
                        publish,
                        200,
                        frame(front, publish, "?frame-id=f-1").header("Prefer", "wait=1"));
                check(front, publish, 207, parts(front, publish));
            }
            check(front, "inferModel", 200, inference(front, "inferModel", IMAGE));
            check(front, "inferModelVersion", 200, inference(front, "inferModelVersion", IMAGE));
            for (String voting : new String[] {"getFrameSamples", "replayPrediction"}) {
                CompletableFuture<HttpResponse<String>> answer = front.sendAsync(request(front, voting));
                for (int task = voting.equals("getFrameSamples") ? 4 : 0; task < Evidence.LAYOUT.tasks(); task++) {
                    NoiseTask next = Optional.ofNullable(front.repeated.poll(10, TimeUnit.SECONDS))
                            .orElseThrow();
                    front.repeatedVotesArrive(Evidence.votes(next));
                }
                contract.check(voting, 200, answer.get(10, TimeUnit.SECONDS));
            }
            streams(front);
        }
    }

    private void streams(RunningFront front) throws Exception {
        var events = HttpClient.newHttpClient()
                .send(request(front, "streamPredictions").build(), BodyHandlers.ofInputStream());
        contract.saw("streamPredictions", events.statusCode(), ContractCheck.type(events), "");
        events.body().close();
        HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(front.webSocket("/v1/predictions/socket"), new WebSocket.Listener() {})
                .get(10, TimeUnit.SECONDS)
                .abort();
        contract.saw("openPredictionSocket", 101, "", "");
        check(front, "openPredictionSocket", 426, request(front, "openPredictionSocket"));
    }

    private void answersThatAreAwaited() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.max-wait=1s")) {
            front.newsArrives(KeptRecords.served());
            front.send(frame(front, "publishFrames", "?frame-id=f-1"));
            check(front, "getPrediction", 202, request(front, "getPrediction"));
            check(front, "inferModel", 504, inference(front, "inferModel", IMAGE));
            check(front, "inferModelVersion", 504, inference(front, "inferModelVersion", IMAGE));
        }
    }

    private void refusalsByCredentials() throws Exception {
        Path keys = folder.resolve("keys");
        String reader = KeyFiles.add(keys, "reader", "*", Role.READ);
        String publisher = KeyFiles.add(keys, "publisher", "*", Role.PUBLISH);
        try (RunningFront front = RunningFront.with("gateway.access.api-keys=" + keys, "gateway.access.rate=0")) {
            for (String id : contract.promising(401)) {
                String wrong = contract.operation(id).asksFor("publish") ? reader : publisher;
                check(front, id, 401, request(front, id));
                check(front, id, 403, request(front, id).header("X-Api-Key", wrong));
            }
        }
        try (RunningFront front = RunningFront.with(
                "gateway.access.jwks=http://127.0.0.1:1/keys",
                "gateway.access.jwt-issuer=x",
                "gateway.access.jwt-audience=y")) {
            for (String id : contract.promising(401)) {
                check(front, id, 503, request(front, id).header("Authorization", TOKEN));
            }
        }
        try (RunningFront front = RunningFront.with("gateway.access.anonymous-rate=0.001", "gateway.access.burst=1")) {
            front.get("/v1/cameras");
            for (String id : contract.promising(429)) {
                check(front, id, 429, request(front, id));
            }
        }
    }

    private void refusalsOfRequests() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            for (String id : contract.promising(400)) {
                check(front, id, 400, request(front, id, "?no-parameter=1").header("Content-Type", PNG));
            }
            for (String id : contract.promising(404)) {
                check(front, id, 404, request(front, id));
            }
            for (String health : new String[] {"serverLive", "serverReady"}) {
                contract.raw(front, health, 403, "GET", "Host: elsewhere.example.org\r\nConnection: close\r\n\r\n");
            }
        }
    }

    private void refusalsOfBodies() throws Exception {
        try (RunningFront front =
                served("gateway.max-image-bytes=100", "gateway.max-request-bytes=1000", "gateway.body-timeout=200ms")) {
            for (String id : new String[] {"publishFrames", "putFrame"}) {
                check(
                        front,
                        id,
                        413,
                        contract.request(front, id, "", "x".repeat(101)).header("Content-Type", PNG));
                check(front, id, 415, contract.request(front, id, "", "x"));
                check(front, id, 422, request(front, id).header("Content-Type", PNG));
                contract.raw(
                        front,
                        id,
                        408,
                        contract.operation(id).method(),
                        "Host: 127.0.0.1\r\nContent-Length: 9\r\n\r\n");
            }
            for (String id : new String[] {"inferModel", "inferModelVersion"}) {
                check(front, id, 413, inference(front, id, "x".repeat(1001)));
                check(
                        front,
                        id,
                        415,
                        inference(
                                front,
                                id,
                                IMAGE.replace("UINT8", "BYTES")
                                        .replace("[1,1,1,3]", "[1]")
                                        .replace("[1,2,3]", "[\"AAAA\"]")));
                check(front, id, 422, inference(front, id, IMAGE.replace("UINT8", "INT8")));
                contract.raw(front, id, 408, "POST", "Host: 127.0.0.1\r\nContent-Length: 9\r\n\r\n");
            }
        }
    }

    private void evidenceThatIsGoneOrDisputed() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            KeptRecords records = new KeptRecords();
            front.records = records;
            front.arrive(MadeUp.answer(MadeUp.rejected(Optional.of("f-1"), Optional.of("door"))));
            for (String id : contract.promising(409)) {
                if (contract.promising(410).contains(id)) {
                    check(front, id, 409, request(front, id));
                }
            }
            front.arrive(records.keep("f-1", "door", PNG, new byte[] {1}));
            front.newsArrives(KeptRecords.served());
            records.forget(Topics.FRAMES);
            records.forget(Topics.ACCEPTED_FRAMES);
            for (String id : contract.promising(410)) {
                check(front, id, 410, request(front, id));
            }
        }
    }

    private void refusalsForNow() throws Exception {
        try (RunningFront front = served()) {
            front.feed = new FeedStatus(true, false, "reads what was there");
            check(front, "serverReady", 503, request(front, "serverReady"));
            front.brokers = frame -> CompletableFuture.failedStage(new TimeoutException("expired"));
            check(front, "publishFrames", 503, frame(front, "publishFrames", ""));
        }
    }

    /** A front that knows the frame f-1 of the door, and all that it rests on. */
    private static RunningFront served(String... overrides) {
        RunningFront front = RunningFront.with(overrides);
        KeptRecords records = new KeptRecords();
        front.records = records;
        front.arrive(records.keep("f-1", "door", KeptRecords.RAW, Evidence.planes()));
        front.newsArrives(KeptRecords.served());
        return front;
    }

    private HttpRequest.Builder request(RunningFront front, String id) {
        return request(front, id, "");
    }

    private HttpRequest.Builder request(RunningFront front, String id, String query) {
        return contract.request(front, id, query, "");
    }

    private HttpRequest.Builder frame(RunningFront front, String id, String query) {
        return contract.request(front, id, query, "pixels")
                .header("Content-Type", "application/vnd.steadfast.rgb8;width=2;height=1");
    }

    private HttpRequest.Builder parts(RunningFront front, String id) {
        return contract.request(front, id, "", PARTS).header("Content-Type", "multipart/form-data; boundary=x");
    }

    private HttpRequest.Builder inference(RunningFront front, String id, String body) {
        return contract.request(front, id, "", body).header("Content-Type", "application/json");
    }

    private void check(RunningFront front, String operation, int status, HttpRequest.Builder request) throws Exception {
        contract.check(operation, status, front.send(request));
    }
}
