package dev.steadfast.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Engine and interpreter agree on processors of other kinds too: in processes from which instruction sets are hidden. */
class IntegerModuleIT {

    /** Of all of them, so that the interpreter computes once what each is compared with. */
    @TempDir
    private static Path folder = Path.of("");

    /** What oneDNN and ATen may use at most, and the threads of a pass. {@code AVX512_CORE} has no VNNI. */
    @ParameterizedTest
    @CsvSource({
        "DEFAULT, default, 1",
        "SSE41, default, 2",
        "AVX2, avx2, 1",
        "AVX512_CORE, avx2, 2",
        "AVX512_CORE_VNNI, avx512, 1",
        "DEFAULT, avx512, 2"
    })
    void shouldAgreeWithInstructionSetsHidden(String oneDnn, String aten, int threads)
            throws IOException, InterruptedException {
        Path log = folder.resolve("log");
        ProcessBuilder child = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dai.djl.pytorch.num_threads=" + threads,
                "-cp",
                System.getProperty("java.class.path"),
                AgreementOnThisProcessor.class.getName(),
                folder.toString());
        child.environment().put("ONEDNN_MAX_CPU_ISA", oneDnn);
        child.environment().put("ATEN_CPU_CAPABILITY", aten);
        Process process =
                child.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            assertThat(process.waitFor(4, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(Files.readString(log, StandardCharsets.UTF_8))
                .endsWith(AgreementOnThisProcessor.NO_DIFFERENCE + "\n");
    }
}
