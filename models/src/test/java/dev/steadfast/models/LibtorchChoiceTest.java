package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LibtorchChoiceTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldNotObjectWhereNothingIsSet() {
        assertThat(choice(Map.of()).objection()).isEmpty();
        assertThat(choice(Map.of("PYTORCH_VERSION", "")).objection()).isEmpty();
        assertThat(choice(Map.of()).asSet()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.7.1", "2.7.1+cu128", "2.7.1-20250812"})
    void shouldTakeTheVersionThatIsNeeded(String version) {
        assertThat(choice(Map.of("PYTORCH_VERSION", version)).objection()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.5.1", "2.7.10", "2.7.1.1"})
    void shouldSayWhatIsSetWhatWasFoundAndWhatIsNeeded(String version) {
        assertThat(choice(Map.of("PYTORCH_VERSION", version)).objection())
                .contains("PYTORCH_VERSION is set to " + version
                        + ", but the engine needs libtorch 2.7.1 and brings it: unset PYTORCH_VERSION");
    }

    @Test
    void shouldObjectToAFolderWithoutLibtorchWhichWouldBePassedOverInSilence() {
        assertThat(choice(Map.of("PYTORCH_LIBRARY_PATH", "/nowhere:" + folder)).objection())
                .contains("PYTORCH_LIBRARY_PATH is set to /nowhere:" + folder
                        + ", where there is no libtorch.so; set it to the folder lib of libtorch 2.7.1, or unset it");
    }

    @Test
    void shouldReadTheVersionOfLibtorchsArchiveAndOfThePythonPackage() throws IOException {
        Path archive = libtorch("libtorch", "build-version", "2.5.1+cu124\n");
        Path python = libtorch("torch", "version.py", "from typing import Optional\n__version__ = '2.8.0+cpu'\n");
        Path fitting = libtorch("fitting", "build-version", "2.7.1+cpu\n");

        assertThat(choice(Map.of("PYTORCH_LIBRARY_PATH", archive.toString())).objection())
                .contains("PYTORCH_LIBRARY_PATH is set to " + archive
                        + ", where libtorch 2.5.1+cu124 was found, but the engine needs libtorch 2.7.1;"
                        + " set it to the folder lib of that, or unset it");
        assertThat(choice(Map.of("PYTORCH_LIBRARY_PATH", folder + ":" + python)).objection())
                .hasValueSatisfying(objection -> assertThat(objection).contains("2.8.0+cpu was found"));
        assertThat(choice(Map.of("PYTORCH_LIBRARY_PATH", fitting.toString())).objection())
                .isEmpty();
        assertThat(choice(Map.of("PYTORCH_LIBRARY_PATH", fitting.resolve("libtorch.so") + ""))
                        .objection())
                .isEmpty();
    }

    @Test
    void shouldTellAllThatIsSet() {
        assertThat(choice(Map.of("PYTORCH_FLAVOR", "cu124", "PYTORCH_VERSION", "2.7.1"))
                        .asSet())
                .isEqualTo("PYTORCH_VERSION=2.7.1, PYTORCH_FLAVOR=cu124");
    }

    private Path libtorch(String name, String file, String version) throws IOException {
        Path lib = Files.createDirectories(folder.resolve(name).resolve("lib"));
        Files.writeString(lib.resolve("libtorch.so"), "no library");
        Files.writeString(lib.resolveSibling(file), version);
        return lib;
    }

    private static LibtorchChoice choice(Map<String, String> variables) {
        return new LibtorchChoice(variables::get, "2.7.1");
    }
}
