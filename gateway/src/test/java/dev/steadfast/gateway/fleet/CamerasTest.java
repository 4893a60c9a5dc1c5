package dev.steadfast.gateway.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.fleet.FleetNews.Event;
import dev.steadfast.gateway.fleet.FleetNews.Window;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CamerasTest {

    private static final Instant NOON = MadeUp.NOON;

    private final Cameras cameras = new Cameras(Duration.ofHours(1));

    @Test
    void shouldTellTheWindowsOfACameraOldestFirstAndItsLatestState() {
        cameras.add(window("door", 1, "departed", "first"));
        cameras.add(window("door", 0, "usual", "zeroth"));
        cameras.add(window("door", 1, "usual", "first, as it is now"));

        JsonObject door = cameras.describe("door");

        assertThat(door.getString("state")).isEqualTo("usual");
        assertThat(door.getJsonArray("windows").stream().map(window -> ((JsonObject) window).getString("what")))
                .containsExactly("zeroth", "first, as it is now");
        assertThat(cameras.names()).containsExactly("door");
    }

    @Test
    void shouldForgetWindowsThatAreOlderThanItShows() {
        cameras.add(window("door", 0, "usual", "old"));
        cameras.add(window("door", 61, "usual", "new"));
        cameras.add(window("door", 0, "usual", "old, late"));

        assertThat(cameras.describe("door").getJsonArray("windows")).hasSize(1);
    }

    @Test
    void shouldNotMakeUpACamera() {
        assertThat(cameras.knows("door")).isFalse();
        assertThat(cameras.describe("door").getString("state")).isEqualTo("unknown");
        assertThat(cameras.names()).isEmpty();
    }

    @Test
    void shouldForgetTheCameraThatWasSilentLongest() {
        for (int i = 0; i < 10_000; i++) {
            cameras.add(window("c-" + i, 0, "usual", ""));
        }
        cameras.add(window("c-0", 1, "usual", ""));

        cameras.add(window("one too many", 0, "usual", ""));

        assertThat(cameras.names())
                .hasSize(10_000)
                .contains("c-0", "one too many")
                .doesNotContain("c-1");
    }

    @Test
    void shouldTellTheLatestEventsNewestFirst() {
        for (int i : new int[] {3, 1, 2}) {
            cameras.add(event("door", i));
            cameras.add(event("yard", i));
        }

        assertThat(minutes(cameras.events(2, camera -> camera.equals("yard")))).containsExactly(3, 2);
        assertThat(cameras.events(10, camera -> true)).hasSize(6);
    }

    @Test
    void shouldTellAllThatHappensToACameraAtOneTime() {
        for (String kind : List.of("caught-up", "departed")) {
            cameras.add(new Event("door", NOON, new JsonObject().put("kind", kind)));
        }

        assertThat(cameras.events(10, camera -> true))
                .extracting(event -> event.getString("kind"))
                .containsExactlyInAnyOrder("caught-up", "departed");
    }

    @Test
    void shouldRememberABoundedNumberOfEvents() {
        for (int i = 0; i < 300; i++) {
            cameras.add(event("door", i));
        }

        assertThat(minutes(cameras.events(1000, camera -> true)))
                .hasSize(Cameras.MOST_EVENTS)
                .startsWith(299)
                .endsWith(100);
    }

    private static List<Integer> minutes(List<JsonObject> events) {
        return events.stream().map(event -> event.getInteger("minute")).toList();
    }

    private static Window window(String camera, int minute, String state, String what) {
        Instant start = NOON.plus(Duration.ofMinutes(minute));
        return new Window(camera, start, state, Optional.empty(), new JsonObject().put("what", what));
    }

    private static Event event(String camera, int minute) {
        return new Event(camera, NOON.plus(Duration.ofMinutes(minute)), new JsonObject().put("minute", minute));
    }
}
