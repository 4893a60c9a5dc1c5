package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.integers.IntegerModule;
import dev.steadfast.integers.IntegerNetwork;
import dev.steadfast.integers.Program;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine and the interpreter compute the same integers. */
class IntegerModuleTest {
    private static final int NETWORKS = 12;

    /** Of all tests: both kernels are compared with what the interpreter computes once. */
    @TempDir
    private static Path folder = Path.of("");

    @Test
    void shouldBeReadAsItWasWritten() throws IOException {
        IntegerNetwork network = new RandomNetworks(1, 1).denoiser();
        Path file = folder.resolve("network.pt");

        IntegerModules.write(network, file);

        Program read = Program.of(IntegerModule.read(file));
        assertThat(read.words()).isEqualTo(Program.of(network).words());
        assertThat(read.weights()).isEqualTo(Program.of(network).weights());
    }

    /** No machine is known that computes something else; so the comparison is tested by itself. */
    @Test
    void shouldRefuseOtherLogitsAndShowBoth() {
        IntegerProof.compare("pets", 0, new float[] {16777215, -3}, List.of(16777215, -3));

        assertThatThrownBy(() -> IntegerProof.compare("pets", 2, new float[] {7, -3}, List.of(7, -4)))
                .isInstanceOf(ModelException.class)
                .hasMessage(
                        "pets is a bundle of integer networks, whose logits must be the same on every machine: those"
                                + " of known image 2 are [7, -4], but PyTorch computes [7.0, -3.0] here");
    }

    @ParameterizedTest
    @CsvSource({"PREPARE, 1", "PREPARE, 2", "PREPARE, 3", "PREPARE_FLOATS, 1", "PREPARE_FLOATS, 3"})
    void shouldComputeWhatTheInterpreterDoes(ModuleMethod kernels, int loudness) throws IOException {
        for (int seed = 0; seed < NETWORKS; seed++) {
            RandomNetworks networks = new RandomNetworks(seed, loudness);
            IntegerNetwork network = seed % 2 == 0 ? networks.classifier() : networks.denoiser();

            EngineAndInterpreter both =
                    new EngineAndInterpreter(network, folder.resolve(loudness + "-" + seed + ".pt"));

            assertThat(both.differences(seed, 1 + 7 * (seed % 3), kernels))
                    .as("network " + seed + ": " + network.operations())
                    .isEmpty();
        }
    }
}
