package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchScriptArchiveTest {
    private static final Map<String, String> RECORDS = Map.of(
            "data.pkl", "the module",
            "code/__torch__/net.py", "def forward",
            "data/0", "weights of the first layer",
            "constants.pkl", "constants",
            "version", "3\n");

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldGiveTheSameBytesWhereverAndWhateverAModuleWasSavedAs() throws IOException {
        Map<String, String> here = new LinkedHashMap<>(RECORDS);
        here.put("code/__torch__/net.py.debug_pkl", "/home/alice/net.py");
        here.put(".data/serialization_id", "0001");
        Map<String, String> there = new LinkedHashMap<>();
        there.put("code/__torch__/net.py.debug_pkl", "/srv/build/net.py");
        RECORDS.keySet().stream().sorted().forEach(name -> there.put(name, RECORDS.get(name)));

        ModelFile first = TorchScriptArchive.normalise(archive("here.pt", here), directory.resolve("first.pt"));
        ModelFile second = TorchScriptArchive.normalise(archive("there.pt", there), directory.resolve("second.pt"));

        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(directory.resolve("second.pt")).hasSameBinaryContentAs(directory.resolve("first.pt"));
        assertThat(first.file()).isEqualTo("first.pt");
    }

    @Test
    void shouldKeepEveryRecordThatComputes() throws IOException {
        Path target = directory.resolve("normal.pt");

        TorchScriptArchive.normalise(archive("net.pt", RECORDS), target);

        try (ZipFile zip = new ZipFile(target.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly(
                            "archive/code/__torch__/net.py",
                            "archive/constants.pkl",
                            "archive/data.pkl",
                            "archive/data/0",
                            "archive/version");
            for (var record : RECORDS.entrySet()) {
                byte[] content = zip.getInputStream(zip.getEntry("archive/" + record.getKey()))
                        .readAllBytes();
                assertThat(content).asString(StandardCharsets.UTF_8).isEqualTo(record.getValue());
            }
        }
    }

    @Test
    void shouldStoreEveryRecordAtAMultipleOf64Bytes() throws IOException {
        Path target = directory.resolve("normal.pt");

        TorchScriptArchive.normalise(archive("net.pt", RECORDS), target);

        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(target)).order(ByteOrder.LITTLE_ENDIAN);
        int records = 0;
        for (int header = 0; bytes.getInt(header) == 0x04034b50; records++) {
            assertThat(bytes.getShort(header + 8)).as("method").isEqualTo((short) ZipEntry.STORED);
            int data = header + 30 + bytes.getShort(header + 26) + bytes.getShort(header + 28);
            assertThat(data % TorchScriptArchive.ALIGNMENT)
                    .as("offset of the data")
                    .isZero();
            header = data + bytes.getInt(header + 18);
        }
        assertThat(records).isEqualTo(RECORDS.size());
    }

    @Test
    void shouldLeaveANormalFileAsItIs() throws IOException {
        Path once = directory.resolve("once.pt");
        Path twice = directory.resolve("twice.pt");
        TorchScriptArchive.normalise(archive("net.pt", RECORDS), once);

        TorchScriptArchive.normalise(once, twice);

        assertThat(twice).hasSameBinaryContentAs(once);
    }

    @Test
    void shouldRefuseWhatIsNoTorchScript() throws IOException {
        Path weightsOnly = archive("weights.pt", Map.of("data.pkl", "a state_dict"));

        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> TorchScriptArchive.normalise(weightsOnly, directory.resolve("out.pt")))
                .withMessageContaining("weights.pt must be a TorchScript file");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TorchScriptArchive.normalise(weightsOnly, weightsOnly))
                .withMessageContaining("target must be another file than the source");
    }

    /** As {@code torch.jit.save} does: below a folder that is called like the file. Compressed, which PyTorch reads as well. */
    private Path archive(String name, Map<String, String> records) throws IOException {
        Path file = directory.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (var record : records.entrySet()) {
                zip.putNextEntry(new ZipEntry(name.replace(".pt", "/") + record.getKey()));
                zip.write(record.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}
