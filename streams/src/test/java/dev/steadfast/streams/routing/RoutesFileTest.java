package dev.steadfast.streams.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.settings.SettingsException;
import dev.steadfast.streams.TestModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
                "{cameras: ['*'], bundle: stable, canry: {bundle: candidate}} | routes[0]: there is no key [canry] here, there are [bundle, cameras, canary, shadow]",
                "{cameras: ['*'], bundle: stable, canary: {bundle: candidate, share: 5}} | routes[0].canary: share: must be above 0 and at most 1, was 5.0",
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
