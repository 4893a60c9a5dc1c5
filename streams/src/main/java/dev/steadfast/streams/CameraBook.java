package dev.steadfast.streams;

import dev.steadfast.avro.CameraHistory;
import dev.steadfast.streams.statistics.Camera;
import dev.steadfast.streams.statistics.StatisticsSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cameras that the statistics remember: what is to be restored in the store, and beside it in memory what can be told from that, so that
 * the store is read only for a camera that something happens to. A camera more than there may be makes the book forget the one that was
 * seen least recently.
 *
 * <p>Threading notes: for one thread, the one that owns the store.
 */
final class CameraBook {

    private static final Logger LOG = LoggerFactory.getLogger(CameraBook.class);

    /**
     * What is known of a camera without its history.
     *
     * @param windowEnd end of its open window, if it has one
     * @param unpublished whether that has changed since it was published
     */
    private record Page(Optional<Instant> windowEnd, boolean unpublished) {}

    private final KeyValueStore<String, CameraHistory> histories;
    private final StatisticsSettings settings;

    /** Least recently kept first. */
    private final Map<String, Page> pages = new LinkedHashMap<>();

    /** Opens the book with the cameras of a store. */
    CameraBook(KeyValueStore<String, CameraHistory> histories, StatisticsSettings settings) {
        this.histories = histories;
        this.settings = settings;
        List<KeyValue<String, CameraHistory>> known = new ArrayList<>();
        try (KeyValueIterator<String, CameraHistory> all = histories.all()) {
            all.forEachRemaining(known::add);
        }
        known.sort(Comparator.comparing(entry -> entry.value.getLastSeen()));
        known.forEach(entry -> turn(new Camera(entry.key, entry.value, settings), true));
        forgetSurplus();
    }

    /** The camera as it was kept last, or a new one. */
    Camera find(String id) {
        CameraHistory history = histories.get(id);
        return history == null ? new Camera(id, settings) : new Camera(id, history, settings);
    }

    /** Keeps a camera to which something has just happened that is not published yet. */
    void keep(Camera camera) {
        histories.put(camera.id(), camera.history());
        pages.remove(camera.id());
        turn(camera, true);
        forgetSurplus();
    }

    /** Keeps a camera whose window has just been closed. */
    void keepClosed(Camera camera) {
        histories.put(camera.id(), camera.history());
        pages.replace(camera.id(), new Page(Optional.empty(), false));
    }

    /** The cameras whose window has to be closed by now. */
    List<String> over(Instant now) {
        return pages.entrySet().stream()
                .filter(entry -> entry.getValue()
                        .windowEnd()
                        .filter(end -> !now.isBefore(end))
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The cameras whose open window has changed since this was called last; it is taken for published now. */
    List<String> takeUnpublished() {
        List<String> changed = pages.entrySet().stream()
                .filter(entry -> entry.getValue().unpublished()
                        && entry.getValue().windowEnd().isPresent())
                .map(Map.Entry::getKey)
                .toList();
        changed.forEach(id -> pages.computeIfPresent(id, (same, page) -> new Page(page.windowEnd(), false)));
        return changed;
    }

    private void turn(Camera camera, boolean unpublished) {
        pages.put(camera.id(), new Page(camera.windowEnd(), unpublished));
    }

    private void forgetSurplus() {
        while (pages.size() > settings.mostCameras()) {
            String eldest = pages.keySet().iterator().next();
            pages.remove(eldest);
            histories.delete(eldest);
            LOG.atInfo()
                    .addKeyValue("cameraId", eldest)
                    .addKeyValue("mostCameras", settings.mostCameras())
                    .log("Forgot the camera that was seen least recently");
        }
    }
}
