package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.AnswerJson;
import dev.steadfast.gateway.predictions.LiveStream;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamApiTest {

    @Test
    void shouldSendAnswersAsTheyArriveAndNothingOfThePast() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.arrive(MadeUp.answer(MadeUp.certified("past", "door")));
            try (EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
                // When
                front.arrive(
                        MadeUp.answer(MadeUp.certified("f-1", "door")),
                        MadeUp.answer(MadeUp.rejected(Optional.of("f-2"), Optional.of("yard"))));

                // Then
                assertThat(events.headers())
                        .contains("content-type: text/event-stream; charset=utf-8")
                        .contains("cache-control: no-store")
                        .contains("x-content-type-options: nosniff");
                EventReader.Event first = events.next();
                assertThat(first.name()).isEqualTo("prediction");
                assertThat(first.frameId()).isEqualTo("f-1");
                assertThat(new JsonObject(first.data())).isEqualTo(AnswerJson.of(MadeUp.certified("f-1", "door")));
                assertThat(new JsonObject(events.next().data()).getString("outcome"))
                        .isEqualTo("rejected");
            }
        }
    }

    @Test
    void shouldSendOneCameraOnly() throws Exception {
        try (RunningFront front = RunningFront.with();
                EventReader events = EventReader.open(front, "/v1/predictions/stream?camera=door")) {
            front.arrive(
                    MadeUp.answer(MadeUp.certified("f-1", "yard")),
                    MadeUp.answer(MadeUp.rejected(Optional.empty(), Optional.empty())),
                    MadeUp.answer(MadeUp.certified("f-2", "door")));

            assertThat(events.next().frameId()).isEqualTo("f-2");
        }
    }

    @Test
    void shouldSendTheLatestFirstToThoseWhoAskForThem() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.arrive(
                    MadeUp.answer(MadeUp.certified("f-1", "door")),
                    MadeUp.answer(MadeUp.certified("f-2", "door")),
                    MadeUp.answer(MadeUp.certified("f-3", "yard")),
                    MadeUp.answer(MadeUp.certified("f-4", "door")));

            try (EventReader events = EventReader.open(front, "/v1/predictions/stream?last=2&camera=door")) {
                front.arrive(MadeUp.answer(MadeUp.certified("f-5", "door")));

                assertThat(List.of(
                                events.next().frameId(),
                                events.next().frameId(),
                                events.next().frameId()))
                        .containsExactly("f-2", "f-4", "f-5");
            }
        }
    }

    @Test
    void shouldSendAFrameOnce() throws Exception {
        try (RunningFront front = RunningFront.with();
                EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
            Answer twice = MadeUp.answer(MadeUp.certified("f-1", "door"));
            front.arrive(twice, twice, MadeUp.answer(MadeUp.certified("f-2", "door")));

            assertThat(List.of(events.next().frameId(), events.next().frameId()))
                    .containsExactly("f-1", "f-2");
        }
    }

    @Test
    void shouldNotLetAFrameIdBecomePartOfTheProtocol() throws Exception {
        try (RunningFront front = RunningFront.with();
                EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
            String id = "x\nevent: prediction\ndata: {}\n\n";
            front.arrive(MadeUp.answer(MadeUp.rejected(Optional.of(id), Optional.of("door"))));

            EventReader.Event event = events.next();
            assertThat(event.id()).matches("p[0-9a-z.-]+");
            assertThat(new JsonObject(event.data()).getString("frameId")).isEqualTo(id);
        }
    }

    @Test
    void shouldBeatWhileNothingArrives() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.heartbeat=100ms");
                EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
            assertThat(events.nextComment()).isEqualTo(": heartbeat");
            assertThat(events.nextComment()).isEqualTo(": heartbeat");
        }
    }

    @Test
    void shouldTellASlowClientHowManyItMissed() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.remembered-predictions=10");
                EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
            // Given
            String longLabel = "x".repeat(50_000);
            int total = 400; // 60 MB, more than sockets hold
            for (int i = 0; i < total; i++) {
                CertifiedPrediction prediction = MadeUp.certified("f-" + i, "door", longLabel, 0.5, 0.9);
                front.arrive(MadeUp.answer(prediction));
            }

            // When
            int received = 0;
            EventReader.Event event = events.next();
            while (event.name().equals("prediction")) {
                received++;
                event = events.next();
            }

            // Then
            assertThat(event.name()).isEqualTo("missed");
            int missed = new JsonObject(event.data()).getInteger("count");
            assertThat(missed).isPositive();
            assertThat(received + missed).isEqualTo(total);
            front.arrive(MadeUp.answer(MadeUp.certified("after", "door")));
            assertThat(events.next().frameId()).isEqualTo("after");
        }
    }

    @Test
    void shouldCutOffAClientThatTakesNothing() throws Exception {
        try (RunningFront front = RunningFront.with(
                        "gateway.heartbeat=100ms",
                        "gateway.kafka-timeout=1s",
                        "gateway.max-wait=1s",
                        "gateway.replay-timeout=1s");
                EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
            String longLabel = "x".repeat(200_000);
            for (int i = 0; i < 60; i++) {
                front.arrive(MadeUp.answer(MadeUp.certified("f-" + i, "door", longLabel, 0.5, 0.9)));
            }

            assertThat(events.headers()).isNotEmpty();
            await().untilAsserted(() -> assertThat(front.streamReaders()).isZero());
        }
    }

    @Test
    void shouldForgetClientsThatGoAwayAndTurnAwayOneTooMany() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.max-stream-readers=1")) {
            try (EventReader events = EventReader.open(front, "/v1/predictions/stream")) {
                assertThat(events.headers()).startsWith("http/1.1 200 ");
                var second = front.get("/v1/predictions/stream");
                assertThat(second.statusCode()).isEqualTo(503);
                assertThat(second.headers().firstValue("Retry-After")).isPresent();
                assertThat(second.headers().firstValue("Content-Type")).contains(Problem.CONTENT_TYPE);
            }
            await().untilAsserted(() -> assertThat(front.streamReaders()).isZero());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"last=-1", "last=201", "last=many", "camera=front%20door", "camera="})
    void shouldRefuseParametersThatItCannotRead(String query) throws Exception {
        try (RunningFront front = RunningFront.with()) {
            assertThat(front.get("/v1/predictions/stream?" + query).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldSendAllOfTheLatestThatMayBeAskedFor() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.arrive(IntStream.range(0, LiveStream.MAX_LAST)
                    .mapToObj(i -> MadeUp.answer(MadeUp.certified("f-" + i, "door")))
                    .toList());
            try (EventReader events = EventReader.open(front, "/v1/predictions/stream?last=200")) {
                for (int i = 0; i < LiveStream.MAX_LAST; i++) {
                    assertThat(events.next().name()).isEqualTo("prediction");
                }
            }
        }
    }
}
