package dev.steadfast.gateway.fleet;

import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraStatistics;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.avro.ModelAnnouncement;
import dev.steadfast.avro.VoteBatch;
import dev.steadfast.avro.WaitingFrames;
import dev.steadfast.gateway.kafka.LookBack;
import dev.steadfast.gateway.kafka.RecordReader;
import dev.steadfast.schemas.AvroSerde;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Makes news of records. Used by one thread. */
public final class FleetReader implements RecordReader<FleetNews> {

    private final AvroSerde<CameraStatistics> windows;
    private final AvroSerde<CameraEvent> events;
    private final AvroSerde<VoteBatch> votes;
    private final AvroSerde<DeadLetter> deadLetters;
    private final AvroSerde<ModelAnnouncement> models;

    public FleetReader(SchemaRegistry registry) {
        this.windows = registry.serde(CameraStatistics.class);
        this.events = registry.serde(CameraEvent.class);
        this.votes = registry.serde(VoteBatch.class);
        this.deadLetters = registry.serde(DeadLetter.class);
        this.models = registry.serde(ModelAnnouncement.class);
    }

    /**
     * The topics that it reads, and how far back they matter.
     *
     * @param statistics how far back windows and events are shown
     */
    public static Map<String, LookBack> topics(Duration statistics) {
        return Map.of(
                Topics.CAMERA_STATISTICS.name(), new LookBack.Since(statistics),
                Topics.CAMERA_EVENTS.name(), new LookBack.Records(Cameras.MOST_EVENTS),
                Topics.VOTES.name(), new LookBack.Since(Workers.RATE_SPAN),
                Topics.DEAD_LETTERS.name(), new LookBack.Everything(),
                Topics.SERVED_MODELS.name(), new LookBack.Everything());
    }

    private static Optional<FleetNews.Waiting> waiting(ModelAnnouncement told, Instant at) {
        return Optional.ofNullable(told.getInstance())
                .map(instance -> new FleetNews.Waiting(
                        instance,
                        told.getWaiting().stream()
                                .collect(Collectors.toMap(WaitingFrames::getQueue, WaitingFrames::getTasks)),
                        told.getWaiting().stream()
                                .filter(queue -> queue.getTasksPerSecond() > 0)
                                .collect(Collectors.toMap(WaitingFrames::getQueue, WaitingFrames::getTasksPerSecond)),
                        told.getWaiting().stream().anyMatch(WaitingFrames::getOverloaded),
                        at));
    }

    @Override
    public Optional<FleetNews> read(ConsumerRecord<byte[], byte[]> record) {
        String topic = record.topic();
        byte[] value = record.value();
        if (topic.equals(Topics.SERVED_MODELS.name()) && record.key() != null) {
            String application = new String(record.key(), StandardCharsets.UTF_8);
            if (value == null) {
                return Optional.of(new FleetNews.Models(application, List.of()));
            }
            ModelAnnouncement told = models.deserialize(topic, value);
            return Optional.of(new FleetNews.Models(
                    application, served(application, told), waiting(told, Instant.ofEpochMilli(record.timestamp()))));
        }
        if (value == null) {
            return Optional.empty();
        }
        if (topic.equals(Topics.VOTES.name())) {
            return Optional.of(
                    FleetNews.Votes.of(votes.deserialize(topic, value), Instant.ofEpochMilli(record.timestamp())));
        } else if (topic.equals(Topics.CAMERA_STATISTICS.name())) {
            return Optional.of(window(windows.deserialize(topic, value)));
        } else if (topic.equals(Topics.CAMERA_EVENTS.name())) {
            CameraEvent event = events.deserialize(topic, value);
            return Optional.of(new FleetNews.Event(event.getCameraId(), event.getOccurredAt(), FleetJson.of(event)));
        }
        DeadLetter letter = deadLetters.deserialize(topic, value);
        return Optional.of(new FleetNews.Dead(letter.getOccurredAt(), FleetJson.of(letter)));
    }

    private static List<ServedModel> served(String application, ModelAnnouncement first) {
        return Stream.concat(Stream.of(first), first.getOthers().stream())
                .map(model -> new ServedModel(FleetJson.of(application, model)))
                .toList();
    }

    private static FleetNews window(CameraStatistics window) {
        return new FleetNews.Window(
                window.getCameraId(),
                window.getWindowStart(),
                FleetJson.word(window.getState()),
                Optional.ofNullable(window.getDepartedSince()),
                FleetJson.of(window));
    }
}
