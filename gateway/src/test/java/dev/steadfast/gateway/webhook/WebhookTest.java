package dev.steadfast.gateway.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.access.CapturedLog;
import dev.steadfast.gateway.fleet.FleetReader;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.CAMERA_EVENTS.name(), 0);
    private static final long BEGIN = 40;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("latest");
    private final Receiver receiver = new Receiver();
    private long next = BEGIN;
    private Optional<Webhook> webhook = Optional.empty();
    private WebhookStatus status = WebhookStatus.of(CameraTurns.load());

    WebhookTest() throws IOException {}

    private void start(String... overrides) {
        WebhookSettings settings = CameraTurns.settings(receiver.url(), overrides);
        status = WebhookStatus.of(settings);
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, BEGIN));
        consumer.schedulePollTask(() -> consumer.rebalance(List.of(PARTITION)));
        webhook = Optional.of(Webhook.start(
                settings,
                consumer,
                new FleetReader(MadeUp.REGISTRY),
                new WebhookClient(settings, SigningSecret.of(settings), InstantSource.fixed(MadeUp.NOON)),
                status));
        awaitCommitted(BEGIN);
    }

    @AfterEach
    void stop() {
        webhook.ifPresent(Webhook::close);
        receiver.close();
    }

    private void happens(String camera, CameraEventKind kind) {
        arrives(CameraTurns.bytes(MadeUp.REGISTRY, CameraTurns.turn(camera, kind, (int) (next - BEGIN))));
    }

    private void arrives(byte[] value) {
        long offset = next++;
        consumer.schedulePollTask(
                () -> consumer.addRecord(new ConsumerRecord<>(PARTITION.topic(), 0, offset, new byte[0], value)));
    }

    private void awaitCommitted(long offset) {
        await().atMost(PATIENCE).untilAsserted(() -> assertCommitted(offset));
    }

    private void assertCommitted(long offset) {
        assertThat(consumer.committed(Set.of(PARTITION))).containsEntry(PARTITION, new OffsetAndMetadata(offset));
    }

    @Test
    void shouldPostAnEventSignedWithTheAddressOfTheDashboard() {
        start("public-url=https://steadfast.example.org/");

        happens("gate-1", CameraEventKind.DEPARTED);

        awaitCommitted(BEGIN + 1);
        assertThat(receiver.posted).singleElement().satisfies(posted -> {
            JsonObject body = new JsonObject(posted.body());
            assertThat(body.getString("id")).isEqualTo("gate-1/departed/2026-11-01T12:00:00Z");
            assertThat(body.getString("kind")).isEqualTo("departed");
            assertThat(body.getString("message")).isEqualTo("Camera gate-1 abstains far more than usual.");
            assertThat(body.getString("dashboard")).isEqualTo("https://steadfast.example.org/?camera=gate-1");
            assertThat(posted.header(WebhookClient.ID)).isEqualTo(body.getString("id"));
            assertThat(posted.header(WebhookClient.TIMESTAMP)).isEqualTo(MadeUp.NOON.getEpochSecond() + "");
            assertThat(posted.header(WebhookClient.SIGNATURE))
                    .isEqualTo(SigningSecret.of(CameraTurns.settings(receiver.url()))
                            .sign(MadeUp.NOON.getEpochSecond(), posted.body().getBytes(StandardCharsets.UTF_8)));
        });
        assertThat(status.delivered()).isEqualTo(1);
        assertThat(status.describe().orElseThrow().getValue("trouble")).isNull();
    }

    @Test
    void shouldPostOnlyTheKindsThatAreWanted() {
        start();

        happens("gate", CameraEventKind.NEW_NORMAL);
        happens("gate", CameraEventKind.UNKNOWN);
        happens("gate", CameraEventKind.RETURNED);

        awaitCommitted(BEGIN + 3);
        assertThat(receiver.ids()).containsExactly("gate/returned/2026-11-01T12:02:00Z");
    }

    @Test
    void shouldPostThatFramesAreGivenUpWhereThatIsWanted() {
        start("events=overloaded,caught-up");

        happens("gate", CameraEventKind.OVERLOADED);
        happens("gate", CameraEventKind.DEPARTED);
        happens("gate", CameraEventKind.CAUGHT_UP);

        awaitCommitted(BEGIN + 3);
        assertThat(receiver.ids())
                .containsExactly("gate/overloaded/2026-11-01T12:00:00Z", "gate/caught-up/2026-11-01T12:02:00Z");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503, 408, 429, 302})
    void shouldPostAgainUntilTheReceiverTakesItAndCommitNothingBefore(int unwilling) {
        start();
        receiver.status = unwilling;
        receiver.headers = Map.of("Location", "/elsewhere");

        happens("gate", CameraEventKind.DEPARTED);
        happens("door", CameraEventKind.DEPARTED);

        await().atMost(PATIENCE).until(() -> receiver.posted.size() > 3);
        assertCommitted(BEGIN);
        assertThat(receiver.ids()).as("one after the other").containsOnly("gate/departed/2026-11-01T12:00:00Z");
        assertThat(receiver.posted).noneMatch(posted -> posted.path().equals("/elsewhere"));
        assertThat(status.describe().orElseThrow().getString("trouble")).startsWith("status " + unwilling);
        receiver.status = 200;
        awaitCommitted(BEGIN + 2);
        assertThat(status.delivered()).isEqualTo(2);
        assertThat(status.failedAttempts()).isGreaterThan(3);
        await().atMost(PATIENCE).until(() -> status.waiting() == 0);
    }

    @Test
    void shouldNotPostAgainWhatTheReceiverRefuses() {
        start();
        receiver.status = 400;
        happens("gate", CameraEventKind.DEPARTED);
        awaitCommitted(BEGIN + 1);
        receiver.status = 204;
        happens("gate", CameraEventKind.RETURNED);

        awaitCommitted(BEGIN + 2);

        assertThat(receiver.ids()).hasSize(2);
        assertThat(status.refused()).isEqualTo(1);
        assertThat(status.delivered()).isEqualTo(1);
    }

    @Test
    void shouldGiveUpWhatCannotBeDeliveredForTooLong() {
        start("retry-for=1s");
        receiver.status = 500;
        happens("gate", CameraEventKind.DEPARTED);

        awaitCommitted(BEGIN + 1);

        assertThat(status.givenUp()).isEqualTo(1);
        assertThat(receiver.posted.size()).as("with growing pauses").isBetween(4, 12);
    }

    @Test
    void shouldNotWaitForeverForAReceiverThatDoesNotAnswer() {
        start("timeout=100ms");
        receiver.hanging = true;
        happens("gate", CameraEventKind.DEPARTED);

        await().atMost(PATIENCE).until(() -> receiver.posted.size() > 1);

        assertThat(status.describe().orElseThrow().getString("trouble")).isEqualTo("no answer within 100 ms");
    }

    @Test
    void shouldPassOverWhatCannotBeRead() {
        start();
        arrives("no event".getBytes(StandardCharsets.UTF_8));
        happens("gate", CameraEventKind.DEPARTED);

        awaitCommitted(BEGIN + 2);

        assertThat(receiver.posted).hasSize(1);
    }

    @Test
    void shouldLeaveToAnotherGatewayWhatItHasToPostWhenItLosesThePartition() {
        start();
        receiver.status = 500;
        happens("gate", CameraEventKind.DEPARTED);
        await().atMost(PATIENCE).until(() -> !receiver.posted.isEmpty());

        consumer.schedulePollTask(() -> consumer.rebalance(List.of()));

        await().atMost(PATIENCE).until(() -> status.waiting() == 0);
        assertThat(status.delivered() + status.refused() + status.givenUp()).isZero();
    }

    @Test
    void shouldLogFailuresAndNoSecret() {
        try (CapturedLog log = new CapturedLog()) {
            start("retry-for=1s");
            receiver.status = 500;
            happens("gate", CameraEventKind.DEPARTED);
            awaitCommitted(BEGIN + 1);
            receiver.status = 403;
            happens("gate", CameraEventKind.RETURNED);
            awaitCommitted(BEGIN + 2);
            webhook.ifPresent(Webhook::close);

            List<String> own = log.lines().stream()
                    .filter(line -> !line.contains("HttpServer") && !line.contains("Exchange request line"))
                    .toList();
            assertThat(own)
                    .anyMatch(line -> line.contains("could not be posted; it is tried again"))
                    .anyMatch(line -> line.contains("A camera event is given up"))
                    .anyMatch(line -> line.contains("The receiver refuses a camera event"));
            assertThat(own).noneMatch(line -> line.contains("of-mine") || line.contains(CameraTurns.SECRET));
        }
    }
}
