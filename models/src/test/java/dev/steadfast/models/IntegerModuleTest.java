package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.integers.IntegerModule;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Program;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine and the interpreter compute the same integers. */
class IntegerModuleTest {
    private static final int NETWORKS = 12;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldBeReadAsItWasWritten() throws IOException {
        IntegerNetwork network = new RandomNetworks(1, 1).denoiser();
        Path file = folder.resolve("network.pt");

        IntegerModuleWriter.write(network, file);

        Program read = Program.of(IntegerModule.read(file));
        assertThat(read.words()).isEqualTo(Program.of(network).words());
        assertThat(read.weights()).isEqualTo(Program.of(network).weights());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldComputeWhatTheInterpreterDoes(int loudness) throws IOException {
        for (int seed = 0; seed < NETWORKS; seed++) {
            RandomNetworks networks = new RandomNetworks(seed, loudness);
            IntegerNetwork network = seed % 2 == 0 ? networks.classifier() : networks.denoiser();

            EngineAndInterpreter both =
                    new EngineAndInterpreter(network, folder.resolve(loudness + "-" + seed + ".pt"));

            assertThat(both.differences(seed, 1 + 7 * (seed % 3)))
                    .as("network " + seed + ": " + network.operations())
                    .isEmpty();
        }
    }
}
