package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.bundles.Variant;
import dev.steadfast.bundles.WeightStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processors without instructions for bf16: processes from which these are hidden. */
class PrecisionsIT {
    private static final String WARNING = "bf16 is slower than fp32";

    @TempDir
    private Path folder = Path.of("");

    @Test
    void shouldComputeTheFp32VariantWhereBf16IsEmulated() throws IOException, InterruptedException {
        assertThat(chosen(bundle("bf16", "fp32")))
                .contains("Chose the fastest precision")
                .contains("; fp32; batch 4")
                .endsWith("chosen fp32\n");
    }

    @Test
    void shouldStayWithItsOwnPrecisionWhereTheVariantIsEmulated() throws IOException, InterruptedException {
        assertThat(chosen(bundle("fp32", "bf16"))).doesNotContain(WARNING).endsWith("chosen fp32\n");
    }

    @Test
    void shouldWarnOfTheFactorWhereABundleOffersOnlyBf16() throws IOException, InterruptedException {
        assertThat(chosen(bundle("bf16"))).contains(WARNING).endsWith("chosen bf16\n");
    }

    /** A bundle of a precision, and of others. */
    private Path bundle(String precision, String... others) throws IOException {
        Path bundle = Files.createTempDirectory(folder, "bundle");
        BundleManifest manifest = TinyBundle.colours()
                .withInput(new InputShape(3, 16, 16), 4)
                .manifest(stored(bundle, precision), Optional.empty(), precision);
        List<Variant> variants = new ArrayList<>();
        for (String other : others) {
            variants.add(new Variant(other, stored(bundle, other), Optional.empty()));
        }
        manifest.withVariants(variants).write(bundle);
        return bundle;
    }

    private static ModelFile stored(Path bundle, String precision) throws IOException {
        String module = precision.equals("bf16") ? "ConvolutionsBf16.pt" : "ConvolutionsFp32.pt";
        return TorchScriptArchive.normalise(
                Path.of("src/test/resources/torchscript", module),
                bundle.resolve("classifier-" + precision + ".pt"),
                WeightStorage.AS_IS);
    }

    /** What {@link ChosenPrecision} says on a processor that has AVX2 and nothing more. */
    private String chosen(Path bundle) throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ChosenPrecision.class.getName(),
                bundle.toString());
        child.environment().put("ONEDNN_MAX_CPU_ISA", "AVX2");
        child.environment().put("ATEN_CPU_CAPABILITY", "avx2");
        Process process =
                child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(log, StandardCharsets.UTF_8);
    }
}
