package dev.steadfast.streams.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.steadfast.settings.SettingsException;
import dev.steadfast.streams.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RoutesWatchTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    private Path folder;

    private Path file;
    private volatile Instant time = START;
    private volatile String refusal = "";

    @SuppressWarnings("NullAway.Init")
    RoutesWatchTest() {}

    @BeforeEach
    void setUp() throws IOException {
        TestModels.animals().manifest().write(Files.createDirectory(folder.resolve("stable")));
        TestModels.retrainedAnimals().manifest().write(Files.createDirectory(folder.resolve("candidate")));
        file = folder.resolve("routes.yaml");
        route("stable");
    }

    @Test
    void shouldFollowTheFileOnceTheNewBundleIsKnown() throws IOException {
        RoutesWatch watch = watch();

        route("candidate");
        watch.look();
        assertThat(answering(watch)).isEqualTo("animals");
        assertThat(watch.get().known()).hasSize(2);

        time = START.plusSeconds(30);
        watch.look();
        assertThat(answering(watch)).isEqualTo("retrained-animals");
        assertThat(watch.upToDate()).isTrue();
    }

    @Test
    void shouldRefuseABundleThatWasReplacedInItsFolder() throws IOException {
        RoutesWatch watch = watch();

        TestModels.retrainedAnimals().manifest().write(folder.resolve("stable"));
        watch.look();
        time = START.plusSeconds(30);
        watch.look();

        assertThat(answering(watch)).isEqualTo("animals");
        assertThat(watch.upToDate()).isFalse();
    }

    @Test
    void shouldNotStartWithRoutesThatCannotBeUsed() {
        RoutingSettings settings = new RoutingSettings(file.toString(), Duration.ofMillis(1), Duration.ZERO);

        assertThatThrownBy(() -> RoutesWatch.start(settings, Duration.ofMinutes(5), routes -> {
                    throw new SettingsException("there is no queue");
                }))
                .hasMessage("there is no queue");
    }

    @Test
    void shouldKeepTheRoutesWhileTheFileCannotBeUsed() throws IOException {
        RoutesWatch watch = watch();

        Files.writeString(file, "bundles: {");
        watch.look();
        assertThat(answering(watch)).isEqualTo("animals");
        assertThat(watch.upToDate()).isFalse();

        route("stable");
        watch.look();
        assertThat(watch.upToDate()).isTrue();
    }

    @Test
    void shouldAskAgainUntilNewRoutesCanBeUsed() throws IOException {
        RoutesWatch watch = watch();
        route("candidate");
        refusal = "there is no queue";

        watch.look();
        assertThat(watch.upToDate()).isFalse();
        assertThat(watch.get().known()).hasSize(1);

        refusal = "";
        watch.look();
        time = START.plusSeconds(30);
        watch.look();
        assertThat(watch.upToDate()).isTrue();
        assertThat(answering(watch)).isEqualTo("retrained-animals");
    }

    @Test
    void shouldWatchInTheBackgroundUntilItIsClosed() throws IOException {
        RoutingSettings settings = new RoutingSettings(file.toString(), Duration.ofMillis(1), Duration.ZERO);
        try (RoutesWatch watch = RoutesWatch.start(settings, Duration.ofMinutes(5), routes -> {})) {
            route("candidate");

            await().until(() -> answering(watch).equals("retrained-animals"));
        }
    }

    private RoutesWatch watch() {
        RoutesFile routes = new RoutesFile(file);
        RoutingSettings settings = new RoutingSettings(file.toString(), Duration.ofHours(1), Duration.ofSeconds(30));
        return new RoutesWatch(
                routes,
                routes.read(),
                settings,
                Duration.ofMinutes(5),
                changed -> {
                    if (!refusal.isEmpty()) {
                        throw new SettingsException(refusal);
                    }
                },
                () -> time);
    }

    private void route(String bundle) throws IOException {
        Files.writeString(file, """
                bundles:
                  %s: {folder: %s, queue: noise-tasks-%s}
                routes:
                  - cameras: ["*"]
                    bundle: %s
                """.formatted(bundle, bundle, bundle, bundle));
    }

    private static String answering(RoutesWatch watch) {
        return watch.get().routes().fallback().manifest().name();
    }
}
