package dev.steadfast.gateway.fleet;

import dev.steadfast.gateway.fleet.FleetNews.Event;
import dev.steadfast.gateway.fleet.FleetNews.Window;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The windows of each camera, and what happened to cameras; the oldest are forgotten. Confined to the gateway's event loop. */
final class Cameras {

    static final int MOST_EVENTS = 200;
    private static final int MOST_CAMERAS = 10_000;

    private static final Comparator<Event> BY_TIME =
            Comparator.comparing(Event::occurredAt).thenComparing(Event::camera).thenComparing(Event::kind);

    private final Duration remembered;

    /** Least recently heard of first. */
    private final Map<String, TreeMap<Instant, Window>> windows = new LinkedHashMap<>(16, 0.75f, true);

    private final TreeSet<Event> events = new TreeSet<>(BY_TIME);

    Cameras(Duration remembered) {
        this.remembered = remembered;
    }

    /** Takes a window, in place of what was known of it before. */
    void add(Window window) {
        TreeMap<Instant, Window> known = windows.computeIfAbsent(window.camera(), first -> new TreeMap<>());
        known.put(window.start(), window);
        known.headMap(known.lastKey().minus(remembered)).clear();
        if (windows.size() > MOST_CAMERAS) {
            windows.remove(windows.keySet().iterator().next());
        }
    }

    void add(Event event) {
        events.add(event);
        if (events.size() > MOST_EVENTS) {
            events.pollFirst();
        }
    }

    /** The cameras that are known, by name. */
    List<String> names() {
        return windows.keySet().stream().sorted().toList();
    }

    /** How many have departed from their usual, and are not back. */
    int departed() {
        return (int) windows.values().stream()
                .filter(known -> known.lastEntry().getValue().departedSince().isPresent())
                .count();
    }

    boolean knows(String camera) {
        return windows.containsKey(camera);
    }

    /** A camera's state and windows; without its latest answer. */
    JsonObject describe(String camera) {
        TreeMap<Instant, Window> known = windows.getOrDefault(camera, new TreeMap<>());
        Optional<Window> latest = Optional.ofNullable(known.lastEntry()).map(Map.Entry::getValue);
        JsonArray list = new JsonArray();
        known.values().forEach(window -> list.add(window.json()));
        return new JsonObject()
                .put("camera", camera)
                .put("state", latest.map(Window::state).orElse("unknown"))
                .put(
                        "departedSince",
                        latest.flatMap(Window::departedSince)
                                .map(Instant::toString)
                                .orElse(null))
                .put("windows", list);
    }

    /** The latest events of these cameras, newest first. */
    List<JsonObject> events(int limit, Predicate<String> wanted) {
        return events.descendingSet().stream()
                .filter(event -> wanted.test(event.camera()))
                .limit(limit)
                .map(Event::json)
                .toList();
    }
}
