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
import java.util.function.Function;
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
     * @param overloadEnd when its overload is over, if there is one and no further frame is given up
     * @param unpublished whether its window has changed since it was published
     */
    private record Page(Optional<Instant> windowEnd, Optional<Instant> overloadEnd, boolean unpublished) {

        static Page of(Camera camera, boolean unpublished) {
            return new Page(camera.windowEnd(), camera.overloadEnd(), unpublished);
        }

        Page published() {
            return new Page(windowEnd, overloadEnd, false);
        }
    }

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
        pages.replace(camera.id(), Page.of(camera, false));
    }

    /** Keeps a camera whose overload has just ended. */
    void keepCaughtUp(Camera camera) {
        histories.put(camera.id(), camera.history());
        pages.computeIfPresent(camera.id(), (same, page) -> Page.of(camera, page.unpublished()));
    }

    /** The cameras whose window has to be closed by now. */
    List<String> over(Instant now) {
        return ended(Page::windowEnd, now);
    }

    /** The cameras whose overload is over by now. */
    List<String> caughtUp(Instant now) {
        return ended(Page::overloadEnd, now);
    }

    private List<String> ended(Function<Page, Optional<Instant>> end, Instant now) {
        return pages.entrySet().stream()
                .filter(entry -> end.apply(entry.getValue())
                        .filter(time -> !now.isBefore(time))
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
        changed.forEach(id -> pages.computeIfPresent(id, (same, page) -> page.published()));
        return changed;
    }

    private void turn(Camera camera, boolean unpublished) {
        pages.put(camera.id(), Page.of(camera, unpublished));
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
