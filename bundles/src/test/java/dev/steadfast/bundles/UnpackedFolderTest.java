package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steadfast.bundles.BundleException.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class UnpackedFolderTest {

    @Test
    void shouldStopAtTheMostBytesAFileMayHave() throws IOException {
        Path path;
        try (UnpackedFolder folder = UnpackedFolder.create(1000)) {
            path = folder.path();
            folder.add("exact.pt", new ByteArrayInputStream(new byte[1000]));

            assertThatExceptionOfType(BundleException.class)
                    .isThrownBy(() -> folder.add("bomb.pt", new ByteArrayInputStream(new byte[1001])))
                    .withMessage("bomb.pt must unpack to at most 1000 bytes")
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
            assertThat(path.resolve("exact.pt")).hasSize(1000);
        }
        assertThat(path).doesNotExist();
    }
}
