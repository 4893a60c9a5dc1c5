package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StoredModuleTest {
    private static final Path DENOISER = Path.of("../models/zoo/cifar10/denoiser.pt");

    @Test
    void shouldReadClassesNumbersAndWeightsOfSubmodules() throws IOException {
        StoredModule denoiser = StoredModule.read(DENOISER);

        assertThat(denoiser.className()).isEqualTo("EncoderDenoiser");
        StoredModule stem = denoiser.module("encoder").module("stem");
        assertThat(stem.className()).isEqualTo("ConvNorm");
        assertThat(stem.place()).isEqualTo("encoder.stem");
        assertThat(stem.number("padding")).isEqualTo(1);
        assertThat(stem.weights("weight").sizes()).containsExactly(64, 16, 3, 3);
        assertThat(stem.weights("weight").values()).hasSize(64 * 16 * 9);
        assertThat(denoiser.module("encoder").module("middle").module("blocks").modules())
                .hasSize(2);
    }

    @Test
    void shouldNameWhatIsNotThere() throws IOException {
        StoredModule encoder = StoredModule.read(DENOISER).module("encoder");

        assertThatThrownBy(() -> encoder.module("stem").weights("gamma"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("denoiser.pt must have weights encoder.stem.gamma");
        assertThatThrownBy(() -> encoder.module("finest")).hasMessageContaining("must have a module encoder.finest");
    }
}
