package dev.steadfast.standalone.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineExaminationTest {

    private static final Map<String, String> LAUNCHED = Map.of("OMP_WAIT_POLICY", "passive", "MALLOC_ARENA_MAX", "1");

    @TempDir
    private Path folder;

    @Test
    void shouldTellWhatTheProcessorCanDoForVotes() throws Exception {
        assertThat(of("processor", "sse2 avx2 avx512f avx512_vnni avx512_bf16", LAUNCHED))
                .isEqualTo(Finding.ok("processor", "avx2 avx512f avx512_vnni avx512_bf16"));
        assertThat(of("processor", "sse2 avx2 avx_vnni", LAUNCHED))
                .isEqualTo(Finding.note(
                        "processor",
                        "avx2 avx_vnni",
                        "No bf16: serve a bundle of integers (bundle quantise), or one that offers fp32."));
        assertThat(of("processor", "sse2 avx2", LAUNCHED).advice()).startsWith("No VNNI");
        assertThat(of("processor", "sse2", LAUNCHED).level()).isEqualTo(Finding.Level.WARNING);
    }

    @Test
    void shouldSayWhatTheLauncherWouldHaveSet() throws Exception {
        assertThat(of("environment", "avx2", LAUNCHED).level()).isEqualTo(Finding.Level.OK);
        assertThat(of("environment", "avx2", Map.of("OMP_WAIT_POLICY", "ACTIVE")))
                .isEqualTo(
                        Finding.warning(
                                "environment",
                                "without OMP_WAIT_POLICY=passive and MALLOC_ARENA_MAX=1",
                                "Set it for workers, or start them with the launcher or from our images: votes take longer without."));
    }

    private Finding of(String subject, String flags, Map<String, String> environment) throws Exception {
        Path file = Files.writeString(
                folder.resolve("cpuinfo"),
                "processor\t: 0\nflags\t\t: " + flags + "\n\nprocessor\t: 1\nflags\t\t: none\n");
        return new MachineExamination(environment, file)
                .look().stream()
                        .filter(finding -> finding.subject().equals(subject))
                        .findFirst()
                        .orElseThrow();
    }
}
