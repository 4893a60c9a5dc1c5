package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Origin;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers whose connection breaks, and that go on elsewhere. */
class ResumeTest {

    private static final int PARTITIONS = 3;

    @Test
    void shouldGoOnAtAnotherGatewayWithoutLossOrDuplicates() throws Exception {
        try (RunningFront here = RunningFront.with();
                RunningFront there = RunningFront.with()) {
            // Given
            List<Answer> all = answers(0, 90);
            List<String> seen = new ArrayList<>();
            String last;
            try (EventReader events = EventReader.open(here, "/v1/predictions/stream")) {
                here.arrive(all.subList(0, 60));
                last = read(events, 45, seen); // the rest is lost with the connection
            }

            // When
            there.arrive(byPartition(all.subList(0, 30))); // it is behind, and got them in another order
            try (EventReader events = EventReader.open(there, "/v1/predictions/stream", "Last-Event-ID: " + last)) {
                there.arrive(byPartition(all.subList(30, 75)));
                last = read(events, 30, seen);
            }
            there.arrive(byPartition(all.subList(75, 90)));
            here.arrive(all.subList(60, 90));
            try (EventReader events = EventReader.open(here, "/v1/predictions/stream", "Last-Event-ID: " + last)) {
                read(events, 15, seen);
            }

            // Then
            assertThat(seen)
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, 90).mapToObj(i -> "f-" + i).toList());
        }
    }

    @Test
    void shouldSendMoreThanMayWaitForAClientAtATime() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.arrive(answers(0, 3000)); // some 6 MB
            List<String> seen = new ArrayList<>();

            try (EventReader events = EventReader.open(front, "/v1/predictions/stream", "Last-Event-ID: p0")) {
                read(events, 3000, seen);
                front.arrive(answers(3000, 3001));
                read(events, 1, seen);
            }

            assertThat(seen)
                    .isEqualTo(IntStream.range(0, 3001).mapToObj(i -> "f-" + i).toList());
        }
    }

    @Test
    void shouldSayHowManyItNoLongerRemembers() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.remembered-predictions=10")) {
            front.arrive(answers(0, 60));

            try (EventReader events = EventReader.open(front, "/v1/predictions/stream", "Last-Event-ID: p5.5.5")) {
                EventReader.Event missed = events.next();

                assertThat(missed.name()).isEqualTo("missed");
                assertThat(new JsonObject(missed.data()).getInteger("count")).isEqualTo(60 - 10 - 15);
                assertThat(events.next().frameId()).isEqualTo("f-50");
            }
        }
    }

    @Test
    void shouldGoOnWithTheSameFilters() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            front.arrive(
                    at(0, MadeUp.certified("f-0", "door")),
                    at(1, MadeUp.abstained("f-1", "door", 0.4)),
                    at(2, MadeUp.abstained("f-2", "yard", 0.4)),
                    at(3, MadeUp.abstained("f-3", "gate", 0.4)));

            String path = "/v1/predictions/stream?camera=door,gate&outcome=abstained,rejected";
            try (EventReader events = EventReader.open(front, path, "Last-Event-ID: p0")) {
                assertThat(events.next().frameId()).isEqualTo("f-1");
                assertThat(events.next().frameId()).isEqualTo("f-3");
            }
        }
    }

    @Test
    void shouldTellInHeartbeatsHowFarItHasComeWhereNothingIsOfInterest() throws Exception {
        try (RunningFront front = RunningFront.with("gateway.heartbeat=100ms");
                EventReader events = EventReader.open(front, "/v1/predictions/stream?camera=nobody")) {
            front.arrive(at(7, MadeUp.certified("f-0", "door")));

            String id = events.nextHeartbeat();
            while (id.equals("p-")) {
                id = events.nextHeartbeat();
            }
            assertThat(id).isEqualTo("p8-");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "0b4c-11", "p0-0-0-0", "c1.0.0.1"})
    void shouldSayThatAnIdIsNoneOfItsOwnAndWhatToDo(String id) throws Exception {
        try (RunningFront front = RunningFront.with()) {
            var stream = front.send(front.request("/v1/predictions/stream").header("Last-Event-ID", id));

            assertThat(stream.statusCode()).isEqualTo(400);
            assertThat(new JsonObject(stream.body()).getString("detail"))
                    .isEqualTo(
                            "'" + id + "' is not the id of an event of this gateway's: send as Last-Event-ID the id of"
                                    + " the last event that you have, as it is, or leave it out to begin with what comes now");
            assertThat(front.streamReaders()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "p", "p...................."})
    void shouldTakeAnIdOfATimeWhenThereWereOtherPartitions(String id) throws Exception {
        try (RunningFront front = RunningFront.with();
                EventReader events = EventReader.open(front, "/v1/predictions/stream", "Last-Event-ID: " + id)) {
            front.arrive(at(0, MadeUp.certified("f-0", "door", MadeUp.NOON.plusSeconds(1))));

            assertThat(events.next().frameId()).isEqualTo("f-0");
        }
    }

    @Test
    void shouldNotBeUpsetByAnIdOrAListOfCamerasOfAnyLength() throws Exception {
        try (RunningFront front = RunningFront.with()) {
            assertThat(front.send(front.request("/v1/predictions/stream")
                                    .header("Last-Event-ID", "p" + ".".repeat(5000)))
                            .statusCode())
                    .isEqualTo(400);
            for (String list : new String[] {
                "camera=" + "a,".repeat(1900) + "a", "outcome=" + "rejected,".repeat(400) + "abstained"
            }) {
                assertThat(front.get("/v1/predictions?" + list).statusCode()).isEqualTo(200);
            }
        }
    }

    @Test
    void shouldNotOpenBeforeItKnowsWhatMayHaveBeenMissed() throws Exception {
        try (RunningFront front = RunningFront.starting()) {
            for (String path : new String[] {"/v1/predictions/stream", "/v1/predictions", "/v1/predictions/f-1"}) {
                var answer = front.get(path);
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("1");
            }
            front.caughtUp();
            assertThat(front.get("/v1/predictions").statusCode()).isEqualTo(200);
        }
    }

    private static String read(EventReader events, int count, List<String> seen) throws Exception {
        EventReader.Event event = new EventReader.Event("", "", "");
        for (int i = 0; i < count; i++) {
            event = events.next();
            assertThat(event.name()).as("%s after %d events", event, i).isEqualTo("prediction");
            seen.add(event.frameId());
        }
        return event.id();
    }

    private static List<Answer> answers(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> MadeUp.answer(
                        MadeUp.certified(
                                "f-" + i, "door", MadeUp.NOON.minusSeconds(5000).plusMillis(i)),
                        new Origin(0, i % PARTITIONS, i / PARTITIONS)))
                .toList();
    }

    private static List<Answer> byPartition(List<Answer> answers) {
        List<Answer> sorted = new ArrayList<>(answers);
        sorted.sort((a, b) -> Integer.compare(b.origin().partition(), a.origin().partition())); // stable
        return sorted;
    }

    private static Answer at(long offset, CertifiedPrediction prediction) {
        return MadeUp.answer(prediction, new Origin(0, 0, offset));
    }
}
