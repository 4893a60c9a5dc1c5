package dev.steadfast.gateway;

import dev.steadfast.avro.Frame;
import dev.steadfast.gateway.evidence.Evidence;
import dev.steadfast.gateway.fleet.FleetNews;
import dev.steadfast.gateway.fleet.ServedModel;
import dev.steadfast.gateway.kafka.RecordSource;
import dev.steadfast.gateway.predictions.Answer;
import dev.steadfast.gateway.predictions.Origin;
import dev.steadfast.schemas.Topic;
import dev.steadfast.schemas.Topics;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records that Kafka keeps, made up. */
final class KeptRecords implements RecordSource {

    static final String RAW = "application/vnd.steadfast.rgb8;width=3;height=2";

    private record Place(String topic, int partition, long offset) {}

    private final Map<Place, byte[]> records = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Optional<ConsumerRecord<byte[], byte[]>>> fetch(String topic, int partition, long offset) {
        return CompletableFuture.completedStage(Optional.ofNullable(records.get(new Place(topic, partition, offset)))
                .map(value -> new ConsumerRecord<>(topic, partition, offset, new byte[0], value)));
    }

    <V extends SpecificRecord> void keep(Topic<V> topic, int partition, long offset, V value) {
        records.put(
                new Place(topic.name(), partition, offset),
                MadeUp.REGISTRY.serde(topic.valueType()).serialize(topic.name(), value));
    }

    /** Keeps a prediction with its frame and its input; returns its answer. */
    Answer keep(String frameId, String camera, String contentType, byte[] image) {
        keep(Topics.CERTIFIED_PREDICTIONS, 0, 16, Evidence.prediction(frameId, camera));
        keep(Topics.FRAMES, 1, 17, frame(frameId, camera, contentType, image));
        keep(Topics.ACCEPTED_FRAMES, 2, 18, Evidence.input(frameId, camera));
        return MadeUp.answer(Evidence.prediction(frameId, camera), new Origin(0, 0, 16));
    }

    void forget(Topic<?> topic) {
        records.keySet().removeIf(place -> place.topic().equals(topic.name()));
    }

    static Frame frame(String frameId, String camera, String contentType, byte[] image) {
        return Frame.newBuilder()
                .setFrameId(frameId)
                .setCameraId(camera)
                .setCapturedAt(MadeUp.NOON)
                .setContentType(contentType)
                .setImage(ByteBuffer.wrap(image))
                .build();
    }

    /** That the bundle of made-up predictions is served. */
    static FleetNews served() {
        return served(MadeUpWorkers.model(Instant.EPOCH));
    }

    /** That these bundles are served; none any more, if there are none. */
    static FleetNews served(JsonObject... models) {
        return new FleetNews.Models(
                "steadfast", Stream.of(models).map(ServedModel::new).toList());
    }
}
