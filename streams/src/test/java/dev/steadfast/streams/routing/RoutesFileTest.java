package dev.steadfast.streams.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.schemas.SampleBudget;
import dev.steadfast.settings.SettingsException;
import dev.steadfast.streams.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesFileTest {

    private static final String BUNDLES = """
            bundles:
              stable: {folder: stable}
              candidate: {folder: candidate, queue: noise-tasks-candidate}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void setUp() throws IOException {
        TestModels.animals().manifest().write(Files.createDirectory(folder.resolve("stable")));
        TestModels.retrainedAnimals().manifest().write(Files.createDirectory(folder.resolve("candidate")));
    }

    @Test
    void shouldReadBundlesAndRoutes() throws IOException {
        Routes routes = read(BUNDLES + """
                        routes:
                          - cameras: [door-*, gate]
                            bundle: stable
                            canary: {bundle: candidate, share: 0.05}
                            shadow: {bundle: candidate}
                            max-age: 1500ms
                            weight: 2.5
                            budget: 500/s+20000
                          - cameras: ["*"]
                            bundle: candidate
                        """);

        ServedModel stable = new ServedModel(TestModels.animals().manifest(), "noise-tasks");
        ServedModel candidate = new ServedModel(TestModels.retrainedAnimals().manifest(), "noise-tasks-candidate");
        assertThat(routes.models()).containsExactly(stable, candidate);
        Route doors = routes.of("door-7");
        assertThat(doors.model()).isEqualTo(stable);
        assertThat(doors.canary()).contains(new Portion(candidate, 0.05));
        assertThat(doors.shadow()).contains(new Portion(candidate, 1));
        assertThat(doors.service())
                .isEqualTo(new ServiceLevel(
                        Optional.of(Duration.ofMillis(1500)), 2.5, Optional.of(new SampleBudget(500, 20_000))));
        assertThat(routes.of("lift").service()).isEqualTo(ServiceLevel.USUAL);
        assertThat(routes.of("lift")).isEqualTo(routes.routes().get(1));
        assertThat(routes.of("lift").canary()).isEqualTo(Optional.empty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{cameras: ['*'], bundle: unstable} | routes[0].bundle: there is no bundle 'unstable' under bundles, there are [stable, candidate]",
                "{cameras: ['*']} | routes[0]: must have the key bundle",
                "{cameras: '*', bundle: stable} | routes[0].cameras: must be a list of one item or more",
                "{cameras: [010], bundle: stable} | routes[0].cameras[0]: must be a text; numbers and words like yes need quotes",
                "{cameras: ['a b'], bundle: stable} | routes[0].cameras[0]: a camera is 1 to 128 characters",
                "{cameras: ['*'], bundle: stable, canry: {bundle: candidate}} | routes[0]: there is no key [canry] here, there are [budget, bundle, cameras, canary, max-age, shadow, weight]",
                "{cameras: ['*'], bundle: stable, canary: {bundle: candidate, share: 5}} | routes[0].canary: share: must be above 0 and at most 1, was 5.0",
                "{cameras: ['*'], bundle: stable, weight: 0} | routes[0]: weight: must be from 0.001 to 1000.0, was 0.0",
                "{cameras: ['*'], bundle: stable, weight: .nan} | routes[0]: weight: must be from 0.001 to 1000.0, was NaN",
                "{cameras: ['*'], bundle: stable, weight: much} | routes[0].weight: must be a number, was 'much'",
                "{cameras: ['*'], bundle: stable, budget: 0/s} | routes[0].budget: the samples of a budget must be from 1 to 1000000000, were 0",
                "{cameras: ['*'], bundle: stable, budget: -5/s} | routes[0].budget: must be samples a second, and perhaps how many at once, such as 500/s or 500/s+20000; was '-5/s'",
                "{cameras: ['*'], bundle: stable, max-age: 0s} | routes[0]: max-age: must be from 1 ms to 6 h, was 0 ms",
                "{cameras: ['*'], bundle: stable, max-age: soon} | routes[0].max-age: must be a duration such as",
                "{cameras: ['*'], bundle: stable, canary: {bundle: candidate, share: some}} | routes[0].canary.share: must be a number, was 'some'",
                "{cameras: ['*'], bundle: stable, shadow: candidate} | routes[0].shadow: must be a mapping of keys to values",
                "{cameras: [door], bundle: stable} | routes: the last one must be for all cameras",
            })
    void shouldSayWhereARouteIsWrong(String route, String message) {
        assertThatThrownBy(() -> read(BUNDLES + "routes: [" + route + "]"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(folder.resolve("routes.yaml") + ": " + message);
    }

    @Test
    void shouldSayWhichBundleIsMissing() {
        String text =
                BUNDLES.replace("folder: candidate", "folder: nowhere") + "routes: [{cameras: ['*'], bundle: stable}]";

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("bundles.candidate.folder: ")
                .hasMessageContaining(folder.resolve("nowhere").toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | is empty",
                "'bundles: {' | is not valid YAML",
                "'[]' | must be a mapping of keys to values",
                "'routes: []' | must have the key bundles",
                "'bundles: {}' | bundles: must not be empty",
                "'bundles: {a: }' | bundles.a: must not be empty",
                "'bundles: {stable: {folder: stable, queue: votes}}' | bundles.stable.queue: a queue's name is noise-tasks",
                "'{bundles: {stable: {folder: stable}}, bundles: {}}' | is not valid YAML",
            })
    void shouldSayWhatIsWrongWithTheFile(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(folder.resolve("routes.yaml") + ": " + message);
    }

    @Test
    void shouldTellTheQueuesWithoutTheBundles() throws IOException {
        Path file = folder.resolve("routes.yaml");
        Files.writeString(file, BUNDLES.replace("folder: ", "folder: /nowhere/"));

        assertThat(new RoutesFile(file).queues()).containsExactly("noise-tasks", "noise-tasks-candidate");
    }

    @Test
    void shouldSayThatThereIsNoFile() {
        assertThatThrownBy(() -> new RoutesFile(folder.resolve("routes.yaml")).read())
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("routing.file: " + folder.resolve("routes.yaml") + " cannot be read");
    }

    private Routes read(String text) throws IOException {
        Path file = folder.resolve("routes.yaml");
        Files.writeString(file, text);
        return new RoutesFile(file).read();
    }
}
