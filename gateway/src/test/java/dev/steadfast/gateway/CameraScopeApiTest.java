package dev.steadfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.access.KeyFiles;
import dev.steadfast.gateway.access.Role;
import dev.steadfast.gateway.evidence.Evidence;
import dev.steadfast.gateway.fleet.Backlog;
import dev.steadfast.gateway.fleet.FleetNews;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credentials for one camera tell and do nothing of others. */
class CameraScopeApiTest {

    @TempDir
    private Path folder;

    private RunningFront front;
    private String door;
    private String yard;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        Path keys = folder.resolve("keys");
        door = KeyFiles.add(keys, "door", "door", Role.READ, Role.PUBLISH);
        yard = KeyFiles.add(keys, "yard", "yard", Role.PUBLISH);
        operator = KeyFiles.add(keys, "operator", "*", Role.READ, Role.OPERATE);
        front = RunningFront.with("gateway.access.api-keys=" + keys, "gateway.access.rate=0");
        KeptRecords records = new KeptRecords();
        front.records = records;
        front.arrive(
                records.keep("yard-1", "yard", "image/png", Evidence.planes()),
                MadeUp.answer(MadeUp.certified("door-1", "door")),
                MadeUp.answer(MadeUp.rejected(Optional.empty(), Optional.empty())),
                MadeUp.answer(MadeUp.rejected(Optional.of("yard-2"), Optional.of("yard"))));
        front.newsArrives(KeptRecords.served(), window("door"), window("yard"), event("door"), event("yard"));
    }

    @AfterEach
    void stop() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/predictions",
                "/v1/predictions?camera=yard,door",
                "/v1/cameras/yard/predictions",
                "/v1/cameras/door/predictions",
                "/v1/cameras",
                "/v1/cameras/door",
                "/v1/events",
                "/v1/events?camera=yard"
            })
    void shouldListNothingOfOtherCameras(String path) throws Exception {
        assertThat(get(operator, path).body()).containsAnyOf("yard", "door");

        HttpResponse<String> answer = get(door, path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).doesNotContain("yard").doesNotContain("not-an-image");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/predictions/yard-1",
                "/v1/predictions/yard-2",
                "/v1/predictions/yard-1/image",
                "/v1/predictions/yard-1/input",
                "/v1/predictions/yard-1/samples",
                "/v1/cameras/yard"
            })
    void shouldNotTellOfOtherCamerasWhatItWouldNotTellOfNone(String path) throws Exception {
        HttpResponse<String> ofAnother = get(door, path);
        HttpResponse<String> ofNone = get(door, path.replace("yard", "none"));

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(ofAnother.body()).isEqualTo(ofNone.body());
    }

    @Test
    void shouldNotTellThatAFrameOfAnotherCameraIsAwaited() throws Exception {
        front.send(front.request("/v1/cameras/yard/frames?frame-id=f-1")
                .header("X-Api-Key", yard)
                .header("Content-Type", "image/png")
                .POST(BodyPublishers.ofByteArray(MadeUp.png())));

        assertThat(get(operator, "/v1/predictions/f-1").statusCode()).isEqualTo(202);
        assertThat(get(door, "/v1/predictions/f-1").statusCode()).isEqualTo(404);
    }

    @Test
    void shouldStreamNothingOfOtherCameras() throws Exception {
        try (EventReader events = stream(door, "?fleet=true&last=200")) {
            front.newsArrives(window("yard"), event("yard"));
            front.arrive(
                    MadeUp.answer(MadeUp.certified("yard-3", "yard")),
                    MadeUp.answer(MadeUp.certified("door-2", "door")));
            front.newsArrives(window("door"), event("door"));

            assertThat(events.next().frameId()).isEqualTo("door-1");
            assertThat(events.next().frameId()).isEqualTo("door-2");
            EventReader.Event window = events.next();
            assertThat(window.name()).isEqualTo("statistics");
            assertThat(new JsonObject(window.data()).getString("camera")).isEqualTo("door");
            EventReader.Event event = events.next();
            assertThat(event.name()).isEqualTo("camera-event");
            assertThat(new JsonObject(event.data()).getString("camera")).isEqualTo("door");
        }
    }

    @Test
    void shouldTellOnlyOperatorsHowTheFleetIs() throws Exception {
        front.backlog = new Backlog(OptionalLong.of(1), Map.of("noise-tasks", 2L));
        assertThat(get(door, "/v1/fleet").statusCode()).isEqualTo(403);
        assertThat(get(operator, "/v1/fleet").statusCode()).isEqualTo(200);
        try (EventReader events = stream(operator, "?fleet=true");
                EventReader others = stream(door, "?fleet=true")) {
            assertThat(events.next().name()).isEqualTo("fleet");
            assertThat(events.next().name()).isEqualTo("fleet");

            front.arrive(MadeUp.answer(MadeUp.certified("door-2", "door")));
            assertThat(others.next().name()).as("after two tellings").isEqualTo("prediction");
        }
    }

    @Test
    void shouldTakeNoFramesOfOtherCameras() throws Exception {
        for (String camera : new String[] {"door", "yard"}) {
            HttpResponse<String> answer = front.send(front.request("/v1/cameras/" + camera + "/frames")
                    .header("X-Api-Key", door)
                    .header("Content-Type", "image/png")
                    .POST(BodyPublishers.ofByteArray(MadeUp.png())));
            assertThat(answer.statusCode()).isEqualTo(camera.equals("door") ? 202 : 403);
        }
        HttpResponse<String> inferred = front.send(
                front.request("/v2/models/cifar10-demo/infer")
                        .header("X-Api-Key", door)
                        .POST(
                                BodyPublishers.ofString(
                                        "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],\"data\":[1,2,3]}]}")));
        assertThat(inferred.statusCode())
                .as("the camera 'inference' is another one")
                .isEqualTo(403);
        assertThat(front.published).hasSize(1);
    }

    private HttpResponse<String> get(String key, String path) throws Exception {
        return front.send(front.request(path).header("X-Api-Key", key));
    }

    private EventReader stream(String key, String query) throws Exception {
        return EventReader.open(front, "/v1/predictions/stream" + query, "X-Api-Key: " + key);
    }

    private static FleetNews window(String camera) {
        JsonObject json = ContractJson.window(camera, MadeUp.NOON, Duration.ofMinutes(1), 10, 2, "usual");
        return new FleetNews.Window(camera, MadeUp.NOON, "usual", Optional.empty(), json);
    }

    private static FleetNews event(String camera) {
        JsonObject window = ContractJson.window(camera, MadeUp.NOON, Duration.ofMinutes(1), 10, 2, "usual");
        return new FleetNews.Event(camera, MadeUp.NOON, ContractJson.event(camera, "departed", window));
    }
}
