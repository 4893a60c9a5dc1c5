package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.http.Contract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the pages are tried against is shaped as the contract has it. */
class ContractStubTest {

    private final Vertx vertx = Vertx.vertx();
    private final ContractStub stub = new ContractStub();

    @BeforeEach
    void fill() {
        Instant now = Instant.now();
        MadeUpFleet.introduce(stub, now);
        stub.awaited = Set.of("awaited");
        stub.arrives(ContractJson.abstained("f-1", "door", "not-confident", now));
        stub.arrives(ContractJson.rejected("f-2", "door", 3, now));
    }

    @AfterEach
    void stop() {
        stub.close();
        vertx.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/cameras, listCameras",
        "GET, /v1/events, listCameraEvents",
        "GET, /v1/fleet, getFleet",
        "GET, /v1/predictions?limit=50, listPredictions",
        "GET, /v1/predictions/gate-0, getPrediction",
        "GET, /v1/predictions/awaited, getPrediction",
        "GET, /v1/predictions/f-1, getPrediction",
        "GET, /v1/predictions/f-2, getPrediction",
        "GET, /v1/predictions/f-1/samples?count=4, getFrameSamples",
        "POST, /v1/predictions/f-1/replays, replayPrediction",
        "POST, /v1/cameras/door/frames, publishFrames"
    })
    void shouldAnswerAsTheContractSays(String method, String path, String operation) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(stub.uri(path))
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofByteArray());

        ValidatableResponse answer = ValidatableResponse.create(
                response.statusCode(),
                Buffer.buffer(response.body()),
                response.headers().firstValue("Content-Type").orElseThrow());

        assertThat(join(validator().validate(answer, operation))).isNotNull();
    }

    private ResponseValidator validator() {
        return ResponseValidator.create(vertx, join(Contract.load().validated(vertx)));
    }

    private static <T> T join(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
