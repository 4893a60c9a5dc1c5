package dev.steadfast.streams;

import dev.steadfast.avro.CameraHistory;
import dev.steadfast.avro.DrawnNoise;
import dev.steadfast.avro.OpenFrame;
import dev.steadfast.avro.TallyState;
import dev.steadfast.schemas.SchemaRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.WindowStore;

/** The state of the topology: in memory, with a changelog each. Keys of the certification's are frame ids, of the statistics' camera ids. */
final class Stores {

    private static final String OPEN_FRAMES = "open-frames";
    private static final String TALLIES = "tallies";
    private static final String SETTLED_FRAMES = "settled-frames";

    private static final String CAMERAS = "cameras";
    private static final String DRAWN_NOISE = "drawn-noise";

    private Stores() {}

    /** The schemas of what is in the stores, by the subjects of their changelogs, which the topics' catalogue has not. */
    static Map<String, Schema> schemas(String applicationId, boolean remembersImages) {
        Map<String, Schema> schemas = new HashMap<>(Map.of(
                OPEN_FRAMES, OpenFrame.getClassSchema(),
                TALLIES, TallyState.getClassSchema(),
                CAMERAS, CameraHistory.getClassSchema()));
        if (remembersImages) {
            schemas.put(DRAWN_NOISE, DrawnNoise.getClassSchema());
        }
        return schemas.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> "%s-%s-changelog-value".formatted(applicationId, entry.getKey()),
                        Map.Entry::getValue));
    }

    /** Builder of the statistics' store. */
    static StoreBuilder<?> camerasBuilder(SchemaRegistry registry) {
        // Cached, so that the changelog gets a camera once a commit and not once an answer.
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(CAMERAS),
                        Serdes.String(),
                        registry.serde(CameraHistory.class))
                .withCachingEnabled();
    }

    /** Builders of the certification's stores. */
    static List<StoreBuilder<?>> certificationBuilders(SchemaRegistry registry, Duration frameIdRetention) {
        return List.of(
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(OPEN_FRAMES),
                        Serdes.String(),
                        registry.serde(OpenFrame.class)),
                // Cached, so that the changelog gets a tally once a commit and not once a task.
                org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                                org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(TALLIES),
                                Serdes.String(),
                                registry.serde(TallyState.class))
                        .withCachingEnabled(),
                org.apache.kafka.streams.state.Stores.windowStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryWindowStore(
                                SETTLED_FRAMES, frameIdRetention, frameIdRetention, false),
                        Serdes.String(),
                        Serdes.String()));
    }

    /** Builder of the intake's store, where certified inputs are remembered for so long. */
    static StoreBuilder<?> drawnNoiseBuilder(SchemaRegistry registry, Duration window) {
        Duration retention = window.multipliedBy(2); // an entry may be half a window old when it is used again
        return org.apache.kafka.streams.state.Stores.windowStoreBuilder(
                org.apache.kafka.streams.state.Stores.inMemoryWindowStore(DRAWN_NOISE, retention, retention, false),
                Serdes.String(),
                registry.serde(DrawnNoise.class));
    }

    /** The noise that certified inputs got; the store forgets them by itself. */
    static WindowStore<String, DrawnNoise> drawnNoise(ProcessorContext<?, ?> context) {
        return context.getStateStore(DRAWN_NOISE);
    }

    /** Frames whose votes are being collected. */
    static KeyValueStore<String, OpenFrame> openFrames(ProcessorContext<?, ?> context) {
        return context.getStateStore(OPEN_FRAMES);
    }

    /** Their votes so far. */
    static KeyValueStore<String, TallyState> tallies(ProcessorContext<?, ?> context) {
        return context.getStateStore(TALLIES);
    }

    /** What is remembered of each camera. */
    static KeyValueStore<String, CameraHistory> cameras(ProcessorContext<?, ?> context) {
        return context.getStateStore(CAMERAS);
    }

    /** Content digests of the frames that have their prediction; the store forgets them by itself. */
    static WindowStore<String, String> settledFrames(ProcessorContext<?, ?> context) {
        return context.getStateStore(SETTLED_FRAMES);
    }
}
