package dev.steadfast.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One picture, one certified input: also on the other JDKs of this machine, whose native libraries are others. */
class CertifiedInputsOfEveryJdkTest {

    private static final Path INSTALLED = Path.of("/usr/lib/jvm");
    private static final int OLDEST = 17;

    @TempDir
    private Path folder;

    @Test
    void shouldBeTheSameOnEveryJdk() throws Exception {
        Map<String, byte[]> pictures = TestPictures.all();
        assertThat(pictures).hasSizeGreaterThanOrEqualTo(40);
        for (Map.Entry<String, byte[]> picture : pictures.entrySet()) {
            Files.write(folder.resolve(picture.getKey()), picture.getValue());
        }
        List<String> here = TestPictures.describe(folder);
        assertThat(here).hasSize(pictures.size());
        assertThat(here.stream().filter(TestPictures::isRefusal)).hasSize(3);

        List<Path> others = otherJdks();
        if (others.isEmpty()) {
            String reason = "no other JDK, 17 or later, is installed in " + INSTALLED;
            System.err.println("skipped: certified inputs on several JDKs: " + reason);
            abort(reason);
        }
        for (Path java : others) {
            assertThat(describe(java)).as(java.toString()).isEqualTo(here);
        }
    }

    private List<String> describe(Path java) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestPictures.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output.lines().toList();
    }

    private static List<Path> otherJdks() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return List.of();
        }
        Path own = Path.of(System.getProperty("java.home")).toRealPath();
        try (Stream<Path> folders = Files.list(INSTALLED)) {
            List<Path> others = folders.map(CertifiedInputsOfEveryJdkTest::real)
                    .distinct()
                    .filter(home -> !home.equals(own) && version(home) >= OLDEST)
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .toList();
            return others;
        }
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder;
        }
    }

    /** As the JDK's release file says it; 0 where there is none. */
    private static int version(Path home) {
        try (Stream<String> lines = Files.lines(home.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(0);
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }
}
