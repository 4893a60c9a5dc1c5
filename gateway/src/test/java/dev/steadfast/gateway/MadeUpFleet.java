package dev.steadfast.gateway;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Twenty cameras that a stub knows: of them "gate" abstains unusually often, "pier-2" is silent, and "hall-9" is new. */
final class MadeUpFleet {

    static final List<String> CAMERAS = List.of(
            "dock-1",
            "dock-2",
            "dock-3",
            "dock-4",
            "door",
            "gate",
            "hall-1",
            "hall-2",
            "hall-3",
            "hall-9",
            "lift-a",
            "lift-b",
            "pier-1",
            "pier-2",
            "ramp",
            "roof",
            "tunnel-east",
            "tunnel-west",
            "yard-north",
            "yard-south");
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int WINDOWS = 40;

    private MadeUpFleet() {}

    /** Tells the stub of all of them, as of now. */
    static void introduce(ContractStub stub, Instant now) {
        Random random = new Random(7);
        for (String camera : CAMERAS) {
            introduce(stub, camera, now, random);
        }
        stub.fleet = MadeUpWorkers.fleet(now, 112, now.minusMillis(400));
    }

    private static void introduce(ContractStub stub, String camera, Instant now, Random random) {
        boolean departed = camera.equals("gate");
        Instant until = camera.equals("pier-2") ? now.minus(Duration.ofMinutes(17)) : now;
        JsonArray windows = new JsonArray();
        for (int i = camera.equals("hall-9") ? 3 : WINDOWS; i >= 1; i--) {
            int abstained = departed && i <= 6 ? 21 + random.nextInt(6) : 2 + random.nextInt(6);
            String state = camera.equals("hall-9") ? "learning" : departed && i <= 6 ? "departed" : "usual";
            JsonObject window = ContractJson.window(
                    camera, until.minus(WINDOW.multipliedBy(i)), WINDOW, 52 - abstained, abstained, state);
            windows.add(window);
            if (departed && i == 6) {
                stub.knowsEvent(ContractJson.event(camera, "departed", window));
            }
        }
        Instant at = until.minusSeconds(1 + random.nextInt(3));
        JsonObject latest = departed
                ? ContractJson.abstained(camera + "-0", camera, "not-confident", at)
                : certified(camera + "-0", camera, at, random);
        String state = departed ? "departed" : camera.equals("hall-9") ? "learning" : "usual";
        stub.knows(ContractJson.camera(
                camera, state, departed ? now.minus(WINDOW.multipliedBy(6)) : null, latest, windows));
        stub.arrives(latest);
    }

    static JsonObject certified(String frameId, String camera, Instant at, Random random) {
        String label = ContractJson.CLASSES.get(random.nextInt(ContractJson.CLASSES.size()));
        return ContractJson.certified(frameId, camera, label, 0.02 + 0.55 * random.nextDouble(), at);
    }
}
