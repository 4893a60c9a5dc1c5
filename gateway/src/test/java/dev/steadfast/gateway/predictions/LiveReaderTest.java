package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.predictions.LiveStream.Beginning;
import dev.steadfast.gateway.predictions.LiveStream.Connection;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Readers that go on after a break, on a gateway that may have come less far than another, or further. */
class LiveReaderTest {

    /** When readers come; what they can have seen was made before. */
    private static final Instant NOW = MadeUp.NOON;

    private final Answers answers = new Answers(100);
    private final LiveStream stream = new LiveStream(answers, 10, () -> NOW);

    @Test
    void shouldNotSendAgainWhatAnotherGatewayHasSent() {
        // Given
        arrive(at(0, 0));
        Client client = resume("p3.2");

        // When
        arrive(at(0, 1), at(1, 0), at(0, 2), at(1, 1));
        arrive(at(1, 2), at(0, 3));

        // Then
        assertThat(client.frames()).containsExactly("1/2", "0/3");
        assertThat(client.ids()).endsWith("p3.3-0", "p4.3-");
    }

    @Test
    void shouldGiveIdsThatForgetNothingOfWhatWasSeenElsewhere() {
        arrive(at(1, 0), at(0, 0), at(0, 1));
        Client client = resume("p2.0");

        assertThat(client.frames()).containsExactly("1/0");
        assertThat(client.ids()).allMatch(id -> id.startsWith("p2.1"));
        assertThat(resume(client.ids().get(0)).frames())
                .as("after a second break, right behind the first event")
                .isEmpty();
    }

    @Test
    void shouldGoOnFromAPositionInTopicsThatWereMadeAnew() {
        // Given
        Client client = resume("p500.700");

        // When
        arrive(after(0, 0), after(1, 0), after(0, 1));

        // Then
        assertThat(client.frames()).containsExactly("0/0", "1/0", "0/1");
        assertThat(client.ids()).endsWith("p1-", "p1.1-", "p2.1-");
    }

    @Test
    void shouldSendAllThatIsRememberedAsFastAsTheClientTakesIt() {
        // Given
        arrive(at(0, 0), at(0, 1), at(0, 2), at(0, 3), at(0, 4));
        Client client = new Client(2);
        client.open(stream, Optional.of("p1"));
        assertThat(client.frames()).containsExactly("0/1", "0/2");

        // When
        arrive(at(0, 5));
        stream.heartbeat();
        assertThat(client.ids()).as("a heartbeat would pass over what waits").endsWith("p3-0");
        client.takes(2);
        arrive(after(0, 6));
        client.takes(100);
        arrive(after(0, 7));

        // Then
        assertThat(client.frames()).containsExactly("0/1", "0/2", "0/3", "0/4", "0/5", "0/6", "0/7");
        assertThat(client.missed).isZero();
    }

    @Test
    void shouldCountOnceWhatWasForgottenWhileTheClientDidNotTakeIt() {
        // Given
        Answers few = new Answers(3);
        LiveStream small = new LiveStream(few, 10, () -> NOW);
        Stream.of(at(0, 0), at(0, 1), at(0, 2))
                .forEach(answer -> few.add(answer).ifPresent(small::broadcast));
        Client client = new Client(1);
        client.open(small, Optional.of("p0"));

        // When
        Stream.of(at(0, 3), at(0, 4), at(0, 5))
                .forEach(answer -> few.add(answer).ifPresent(small::broadcast));
        client.takes(100);

        // Then
        assertThat(client.frames()).containsExactly("0/0", "0/3", "0/4", "0/5");
        assertThat(client.missed).isEqualTo(2);
    }

    @Test
    void shouldSendNothingOfThePastToOneThatAsksForNone() {
        arrive(at(0, 0));

        Client client = new Client(10);
        client.open(stream, Optional.empty());

        assertThat(client.frames()).isEmpty();
        assertThat(client.ids()).as("where to go on from").containsExactly("p1-");
    }

    private void arrive(Answer... arrived) {
        for (Answer answer : arrived) {
            answers.add(answer).ifPresent(stream::broadcast);
        }
    }

    private Client resume(String position) {
        Client client = new Client(100);
        client.open(stream, Optional.of(position));
        return client;
    }

    private static Answer at(int partition, long offset) {
        return answer(partition, offset, NOW.minusSeconds(60).plusSeconds(offset));
    }

    private static Answer after(int partition, long offset) {
        return answer(partition, offset, NOW.plusSeconds(1 + offset));
    }

    private static Answer answer(int partition, long offset, Instant time) {
        return MadeUp.answer(
                MadeUp.certified(partition + "/" + offset, "door", time), new Origin(0, partition, offset));
    }

    /** Takes so many events, and then no more until it is told to. */
    private static final class Client implements Outlet {

        private final List<JsonObject> events = new ArrayList<>();
        private final List<String> ids = new ArrayList<>();
        private Connection connection = new Connection(() -> {}, () -> {});
        private int room;
        private long missed;

        private Client(int room) {
            this.room = room;
        }

        private void open(LiveStream stream, Optional<String> lastEventId) {
            Interest all = new Interest(answer -> true, camera -> true, false);
            stream.open(all, new Beginning(lastEventId.flatMap(Position::parse), 0), opened -> {
                connection = opened;
                return this;
            });
        }

        private void takes(int more) {
            room = more;
            connection.drained().run();
        }

        private List<String> frames() {
            return events.stream().map(data -> data.getString("frameId")).toList();
        }

        private List<String> ids() {
            return ids;
        }

        @Override
        public boolean full() {
            return room <= 0;
        }

        @Override
        public void send(LiveEvent event) {
            JsonObject message = new JsonObject(event.message());
            if (message.getString("event").equals("missed")) {
                missed += message.getJsonObject("data").getLong("count");
            } else {
                room--;
                ids.add(message.getString("id"));
                events.add(message.getJsonObject("data"));
            }
        }

        @Override
        public void heartbeat(String position) {
            ids.add(position);
        }

        @Override
        public void end() {}
    }
}
