package dev.steadfast.gateway.webhook;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CameraEvent;
import dev.steadfast.avro.CameraEventKind;
import dev.steadfast.gateway.MadeUp;
import dev.steadfast.schemas.SchemaRegistry;
import dev.steadfast.schemas.Topics;
import dev.steadfast.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Cameras that departed and returned, made up. */
final class CameraTurns {

    static final String SECRET = "a-secret-that-nobody-may-see";

    private CameraTurns() {}

    /** The n-th turn of a camera. */
    static CameraEvent turn(String camera, CameraEventKind kind, int n) {
        return CameraEvent.newBuilder()
                .setCameraId(camera)
                .setKind(kind)
                .setOccurredAt(MadeUp.NOON.plus(Duration.ofMinutes(n + 1)))
                .setWindowStart(MadeUp.NOON.plus(Duration.ofMinutes(n)))
                .setWindowEnd(MadeUp.NOON.plus(Duration.ofMinutes(n + 1)))
                .setFrames(52)
                .setAbstained(24)
                .setPastFrames(3120)
                .setPastAbstained(281)
                .setProbability(1.3e-11)
                .setThreshold(1e-4)
                .setLeadingReason(AbstentionReason.NOT_CONFIDENT)
                .setMessage("Camera " + camera + " abstains far more than usual.")
                .build();
    }

    static byte[] bytes(SchemaRegistry registry, CameraEvent event) {
        return registry.serde(CameraEvent.class).serialize(Topics.CAMERA_EVENTS.name(), event);
    }

    /** Settings with this receiver, {@link #SECRET} and short pauses; overrides are of the group, without its prefix. */
    static WebhookSettings settings(String url, String... overrides) {
        Stream<String> all = Stream.concat(
                Stream.of("url=" + url, "secret=" + SECRET, "retry-pause=10ms", "timeout=2s"), Stream.of(overrides));
        return load(all.toArray(String[]::new));
    }

    static WebhookSettings load(String... overrides) {
        return Settings.load(
                        List.of(WebhookSettings.class),
                        Optional.empty(),
                        Map.of(),
                        Stream.of(overrides).map("gateway.webhook."::concat).toList())
                .bind(WebhookSettings.class);
    }
}
