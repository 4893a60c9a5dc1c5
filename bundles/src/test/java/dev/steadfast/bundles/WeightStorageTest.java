package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** With modules that {@code src/test/python/storage_fixtures.py} describes. */
class WeightStorageTest {
    private static final Path MODULES = Path.of("src/test/resources/torchscript");
    private static final int NOT_A_NUMBER = 0xffc12345;

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldStoreBfloat16AsPyTorchItselfDoes() throws IOException {
        Path stored = directory.resolve("stored.pt");

        TorchScriptArchive.normalise(MODULES.resolve("Mixed.pt"), stored, WeightStorage.BFLOAT16);

        assertThat(stored).hasSameBinaryContentAs(MODULES.resolve("MixedInBfloat16.pt"));
    }

    @Test
    void shouldConvertOnlyFloats() throws IOException {
        Path mixed = MODULES.resolve("Mixed.pt");
        Path stored = directory.resolve("stored.pt");

        TorchScriptArchive.normalise(mixed, stored, WeightStorage.BFLOAT16);

        assertThat(TorchScriptArchive.values(mixed))
                .isEqualTo(Map.of("Float", 32L, "Long", 2L, "Half", 2L, "Double", 1L));
        assertThat(TorchScriptArchive.values(stored))
                .isEqualTo(Map.of("BFloat16", 32L, "Long", 2L, "Half", 2L, "Double", 1L));
    }

    @Test
    void shouldLeaveWhatIsStoredSoAlready() throws IOException {
        Path stored = directory.resolve("stored.pt");

        TorchScriptArchive.normalise(MODULES.resolve("MixedInBfloat16.pt"), stored, WeightStorage.BFLOAT16);

        assertThat(stored).hasSameBinaryContentAs(MODULES.resolve("MixedInBfloat16.pt"));
    }

    @Test
    void shouldGiveBfloat16BackAsFloat32OfTheSameValues() throws IOException {
        Path widened = directory.resolve("widened.pt");
        Path again = directory.resolve("again.pt");

        TorchScriptArchive.normalise(MODULES.resolve("MixedInBfloat16.pt"), widened, WeightStorage.FLOAT32);
        TorchScriptArchive.normalise(widened, again, WeightStorage.BFLOAT16);

        assertThat(TorchScriptArchive.values(widened))
                .isEqualTo(TorchScriptArchive.values(MODULES.resolve("Mixed.pt")));
        assertThat(again).hasSameBinaryContentAs(MODULES.resolve("MixedInBfloat16.pt"));
    }

    @Test
    void shouldLeaveFloat32AsItIs() throws IOException {
        Path as = directory.resolve("as-is.pt");
        Path widened = directory.resolve("widened.pt");

        TorchScriptArchive.normalise(MODULES.resolve("Mixed.pt"), as, WeightStorage.AS_IS);
        TorchScriptArchive.normalise(MODULES.resolve("Mixed.pt"), widened, WeightStorage.FLOAT32);

        assertThat(widened).hasSameBinaryContentAs(as);
    }

    @Test
    void shouldSayThatThereIsNothingToConvert() {
        assertThatIOException()
                .isThrownBy(() -> TorchScriptArchive.normalise(
                        MODULES.resolve("Negative.pt"), directory.resolve("stored.pt"), WeightStorage.BFLOAT16))
                .withMessageContaining("Negative.pt: has no float32 weights to store as bfloat16, but {}");
    }

    @Test
    void shouldFollowAMemoOfMoreThan256Entries() throws IOException {
        Path stored = directory.resolve("stored.pt");

        TorchScriptArchive.normalise(MODULES.resolve("Many.pt"), stored, WeightStorage.BFLOAT16);

        assertThat(TorchScriptArchive.values(MODULES.resolve("Many.pt"))).isEqualTo(Map.of("Float", 480L));
        assertThat(TorchScriptArchive.values(stored)).isEqualTo(Map.of("BFloat16", 480L));
    }

    @Test
    void shouldKeepNotANumber() throws IOException {
        Path stored = directory.resolve("stored.pt");

        TorchScriptArchive.normalise(
                archive(pickle("FloatStorage", 1), little(NOT_A_NUMBER)), stored, WeightStorage.BFLOAT16);

        try (ZipFile zip = new ZipFile(stored.toFile())) {
            assertThat(zip.getInputStream(zip.getEntry("archive/data/0")).readAllBytes())
                    .containsExactly(0xc0, 0x7f);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            80 02 4e 2e                                  | has no float32 weights to store as bfloat16, but {}
            80 04 4e 2e                                  | the pickle must be of protocol 2, but is of 4
            80 02 69 2e                                  | has the opcode 0x69 at byte 2
            80 02 4e                                     | the pickle ends, or its stack is empty, at byte 3
            80 02 52 2e                                  | the pickle ends, or its stack is empty, at byte 3
            80 02 58 ff 00 00 00 61 2e                   | the pickle ends, or its stack is empty
            80 02 68 07 2e                               | the pickle fetches number 7, which it has not stored
            80 02 28 4b 01 4b 02 74 51 2e                | the pickle must name storages as PyTorch does
            """)
    void shouldFailOnAPickleThatItCannotRead(String hexadecimal, String message) throws IOException {
        byte[] pickle = HexFormat.ofDelimiter(" ").parseHex(hexadecimal);
        Path source = archive(pickle, little(0));

        assertThatIOException()
                .isThrownBy(() ->
                        TorchScriptArchive.normalise(source, directory.resolve("stored.pt"), WeightStorage.BFLOAT16))
                .withMessageStartingWith(source + ": ")
                .withMessageContaining(message);
    }

    @Test
    void shouldFailOnARecordOfAnotherSizeThanItsStorage() throws IOException {
        Path source = archive(pickle("FloatStorage", 2), little(0));

        assertThatIOException()
                .isThrownBy(() ->
                        TorchScriptArchive.normalise(source, directory.resolve("stored.pt"), WeightStorage.BFLOAT16))
                .withMessageContaining("data/0 must hold 2 values of 4 bytes, but has 4 bytes");
    }

    @ParameterizedTest
    @EnumSource(WeightStorage.class)
    void shouldNeedLittleMemoryForALargeNetwork(WeightStorage storage) throws IOException {
        int values = 16 << 20;
        Path source = directory.resolve("large.pt");
        try (OutputStream out = Files.newOutputStream(source);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            String type = storage == WeightStorage.FLOAT32 ? "BFloat16Storage" : "FloatStorage";
            write(zip, "net/data.pkl", pickle(type, values));
            write(zip, "net/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            zip.putNextEntry(new ZipEntry("net/data/0"));
            byte[] mebibyte = new byte[1 << 20];
            for (int i = 0; i < values / mebibyte.length * (storage == WeightStorage.FLOAT32 ? 2 : 4); i++) {
                zip.write(mebibyte);
            }
            zip.closeEntry();
        }
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = memory.getCurrentThreadAllocatedBytes();

        TorchScriptArchive.normalise(source, directory.resolve("stored.pt"), storage);

        assertThat(memory.getCurrentThreadAllocatedBytes() - before)
                .as("bytes for a network of 32 to 64 MiB, be they live or not")
                .isLessThan(8L << 20);
    }

    private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** A module's pickle, with one storage. */
    private static byte[] pickle(String storage, int values) {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.writeBytes(new byte[] {(byte) 0x80, 2, '('});
        pickle.writeBytes(text("storage"));
        pickle.writeBytes(("ctorch\n" + storage + "\n").getBytes(StandardCharsets.UTF_8));
        pickle.writeBytes(text("0"));
        pickle.writeBytes(text("cpu"));
        pickle.write('J');
        pickle.writeBytes(little(values));
        pickle.writeBytes(new byte[] {'t', 'Q', '.'});
        return pickle.toByteArray();
    }

    private static byte[] text(String text) {
        return ByteBuffer.allocate(5 + text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'X')
                .putInt(text.length())
                .put(text.getBytes(StandardCharsets.UTF_8))
                .array();
    }

    private static byte[] little(int bits) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(bits)
                .array();
    }

    private Path archive(byte[] pickle, byte[] storage) throws IOException {
        Path file = directory.resolve("net.pt");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (var record : Map.of(
                            "net/data.pkl",
                            pickle,
                            "net/constants.pkl",
                            new byte[] {(byte) 0x80, 2, ')', '.'},
                            "net/data/0",
                            storage)
                    .entrySet()) {
                zip.putNextEntry(new ZipEntry(record.getKey()));
                zip.write(record.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
