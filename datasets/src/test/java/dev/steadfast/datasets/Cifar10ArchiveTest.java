package dev.steadfast.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar10ArchiveTest {

    private static final int RECORDS = 11;

    @TempDir
    private Path temporary;

    private Path files;

    @BeforeEach
    void makeFolder() throws IOException {
        files = Files.createDirectories(temporary.resolve("a/b/files"));
    }

    @Test
    void shouldUnpackTheAuthorsArchive() throws IOException {
        unpack(Archives.official(RECORDS));

        assertIsCifar10();
    }

    @Test
    void shouldMakeTheSameBytesOfTheNpmPackage() throws IOException {
        unpack(Archives.npm(RECORDS));

        assertIsCifar10();
    }

    @Test
    void shouldNotWriteWhereAnArchiveWantsTo() throws IOException {
        Map<String, byte[]> entries = Archives.official(RECORDS);
        entries.put("../../../escaped.bin", new byte[3]);
        entries.put("../../../test_batch.bin", entries.get("cifar-10-batches-bin/test_batch.bin"));
        entries.put("/data_batch_1.bin", entries.get("cifar-10-batches-bin/data_batch_1.bin"));

        unpack(entries);

        assertIsCifar10();
        try (Stream<Path> around = Files.list(temporary)) {
            assertThat(around.map(Path::getFileName).map(Path::toString)).containsExactlyInAnyOrder("a", "archive.tgz");
        }
    }

    @Test
    void shouldNotUnpackMoreThanAFileMayHold() {
        Map<String, byte[]> entries = Archives.official(RECORDS + 1);

        assertRefused(entries, "data_batch_1.bin must have at most 33803 bytes");
    }

    @Test
    void shouldRefuseAnArchiveThatEndsEarly() throws IOException {
        Path archive = Archives.write(temporary.resolve("archive.tgz"), Archives.official(RECORDS));
        byte[] whole = Files.readAllBytes(archive);

        for (int percent : new int[] {0, 1, 50, 99}) {
            Files.write(archive, Arrays.copyOf(whole, whole.length * percent / 100));

            assertThatThrownBy(() -> new Cifar10Archive(RECORDS).unpack(archive, files, FetchProgress.SILENT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the archive is damaged, incomplete");
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoArchive() throws IOException {
        Path text = Files.writeString(temporary.resolve("text"), "<html>not found</html>");

        assertThatThrownBy(() -> new Cifar10Archive(RECORDS).unpack(text, files, FetchProgress.SILENT))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no .tar.gz");
    }

    @Test
    void shouldSayWhatAnArchiveMustHold() {
        assertRefused(Map.of("readme.txt", new byte[1]), "it holds none of them");

        Map<String, byte[]> entries = Archives.official(RECORDS);
        entries.keySet().retainAll(List.of("cifar-10-batches-bin/test_batch.bin"));
        assertRefused(entries, "it holds [test_batch.bin]");
    }

    @Test
    void shouldRefuseAPackageWhoseLabelsOrImagesDoNotFit() {
        Map<String, byte[]> fewLabels = Archives.npm(RECORDS);
        fewLabels.put("package/train_lables.json", "[1, 2, 3]".getBytes(StandardCharsets.UTF_8));
        assertRefused(fewLabels, "data_batch_1.png needs labels 0 to 10, and there are 3");

        Map<String, byte[]> noNumbers = Archives.npm(RECORDS);
        noNumbers.put("package/test_lables.json", "{".getBytes(StandardCharsets.UTF_8));
        assertRefused(noNumbers, "test_lables.json must be a JSON array of numbers");

        assertRefused(Archives.npm(RECORDS - 1), "data_batch_1.png must have 1024 x 11 pixels, and has 1024 x 10");

        Map<String, byte[]> noImage = new LinkedHashMap<>(Archives.npm(RECORDS));
        noImage.put("package/test_batch.png", new byte[9]);
        assertRefused(noImage, "test_batch.png: the bytes do not begin as a PNG");
    }

    private void unpack(Map<String, byte[]> entries) throws IOException {
        Path archive = Archives.write(temporary.resolve("archive.tgz"), entries);
        new Cifar10Archive(RECORDS).unpack(archive, files, FetchProgress.SILENT);
    }

    private void assertRefused(Map<String, byte[]> entries, String message) {
        assertThatThrownBy(() -> unpack(entries))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
    }

    private void assertIsCifar10() throws IOException {
        for (int i = 0; i < 6; i++) {
            assertThat(files.resolve(i < 5 ? Cifar10.TRAIN_FILES.get(i) : Cifar10.TEST_FILE))
                    .hasBinaryContent(Fixtures.cifarRecords(RECORDS, i));
        }
        assertThat(Cifar10.open(files, Split.TRAIN, RECORDS).classes()).isEqualTo(Cifar10.NAMES);
        try (Stream<Path> all = Files.list(files)) {
            assertThat(all).hasSize(7);
        }
    }
}
