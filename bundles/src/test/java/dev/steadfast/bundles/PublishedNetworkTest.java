package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With the files that {@code src/test/python/state_dict_fixtures.py} writes, and safetensors of the test's own. */
class PublishedNetworkTest {
    private static final Path FILES = Path.of("src/test/resources/statedict");
    private static final String TENSORS = """
            {"conv1.weight": {"dtype": "F32", "shape": [4, 3, 3, 3], "data_offsets": [0, 432]},
             "bn1.weight": {"dtype": "F32", "shape": [4], "data_offsets": [432, 448]},
             "bn1.bias": {"dtype": "F32", "shape": [4], "data_offsets": [448, 464]},
             "bn1.running_mean": {"dtype": "F32", "shape": [4], "data_offsets": [464, 480]},
             "bn1.running_var": {"dtype": "F32", "shape": [4], "data_offsets": [480, 496]},
             "bn1.num_batches_tracked": {"dtype": "I64", "shape": [], "data_offsets": [496, 504]},
             "fc.weight": {"dtype": "F32", "shape": [3, 4], "data_offsets": [504, 552]},
             "fc.bias": {"dtype": "F32", "shape": [3], "data_offsets": [552, 564]},
             "__metadata__": {"format": "pt"}}
            """;

    @TempDir
    private Path folder;

    private PublishedNetwork network;

    @BeforeEach
    void read() throws IOException {
        network = PublishedNetwork.read("tiny", FILES.resolve("tiny.pt"));
    }

    @ParameterizedTest
    @CsvSource({"plain,", "old,", "strided,", "half, Half", "bfloat16, BFloat16", "double, Double"})
    void shouldTakeWhatTorchSaveWrites(String name, String converted) throws IOException {
        List<String> notes = network.fill(FILES.resolve(name + ".pth"), folder.resolve("filled.pt"));

        requireCounted(folder.resolve("filled.pt"));
        assertThat(notes)
                .isEqualTo(
                        converted == null
                                ? List.of()
                                : List.of("7 tensors of type " + converted + " were made float32"));
    }

    @Test
    void shouldTakeSafetensors() throws IOException {
        Path file = safetensors(TENSORS);

        network.fill(file, folder.resolve("filled.pt"));

        requireCounted(folder.resolve("filled.pt"));
    }

    @Test
    void shouldTakeWeightsOutOfWhatTrainingWrapsRoundThem() throws IOException {
        List<String> notes = network.fill(FILES.resolve("wrapped.pth"), folder.resolve("filled.pt"));

        requireCounted(folder.resolve("filled.pt"));
        assertThat(notes)
                .containsExactly(
                        "the weights are those under \"state_dict\"", "\"module.\" before all names was left out");
    }

    private static void requireCounted(Path file) throws IOException {
        StoredModule module = StoredModule.read(file);
        for (String name : List.of("conv1.weight", "bn1.bias", "bn1.running_var", "fc.weight", "fc.bias")) {
            int dot = name.indexOf('.');
            StoredModule.Weights weights = module.module(name.substring(0, dot)).weights(name.substring(dot + 1));
            for (int i = 0; i < weights.values().length; i++) {
                assertThat(weights.values()[i]).as(name).isEqualTo(i % 200);
            }
        }
        assertThat(module.module("fc").weights("weight").sizes()).containsExactly(3, 4);
        assertThat(module.module("conv1").weights("weight").sizes()).containsExactly(4, 3, 3, 3);
    }

    @Test
    void shouldGiveTheSameFileForTheSameWeights() throws IOException {
        network.fill(FILES.resolve("plain.pth"), folder.resolve("one.pt"));
        network.fill(FILES.resolve("old.pth"), folder.resolve("other.pt"));

        assertThat(folder.resolve("one.pt")).hasSameBinaryContentAs(folder.resolve("other.pt"));
    }

    @Test
    void shouldNameTheTensorsThatAreOtherwise() {
        assertThatIOException()
                .isThrownBy(() -> network.fill(FILES.resolve("other.pth"), folder.resolve("filled.pt")))
                .withMessage("""
                        %s must hold the weights of tiny, 7 tensors, but does not:
                         2 missing: bn1.bias, fc.bias
                         1 of another shape or type: conv1.weight [5, 3, 3, 3], not [4, 3, 3, 3]
                         12 that it does not have: layer0.weight, layer1.weight, layer2.weight, layer3.weight, layer4.weight, layer5.weight, layer6.weight, layer7.weight, layer8.weight, layer9.weight, ...""".formatted(FILES.resolve("other.pth")));
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    arguments.pth | must hold tensors alone, but names argparse.Namespace, which would have to be run to be read. Save the weights by themselves
                    two.pth       | must hold one map of tensors, but holds [model, ema]. Save the right one by itself
                    tiny.pt       | is TorchScript, whose architecture is in it: leave --architecture out
                    """)
    void shouldRefuseWhatHoldsMoreOrLessThanAStateDict(String name, String message) {
        assertThatIOException()
                .isThrownBy(() -> network.fill(FILES.resolve(name), folder.resolve("filled.pt")))
                .withMessageStartingWith(FILES.resolve(name) + " " + message);
    }

    @Test
    void shouldSayWhatAFolderIs() {
        assertThatIOException()
                .isThrownBy(() -> network.fill(folder, folder.resolve("filled.pt")))
                .withMessage(folder + " must be a state dict, as torch.save or safetensors write it, but is a folder");
    }

    /** Each would be a place outside the file, another tensor's values, or values that were never written. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    [432, 448] | [432, 452]                | bn1.weight.data_offsets must be as far apart as F32 values of shape [4] are large, but is [432, 452]
                    [432, 448] | [448, 464]                | bn1.bias.data_offsets must be no other tensor's, but are [448, 464]
                    [432, 448] | [428, 444]                | data_offsets must be places one behind the other: the next must begin at byte 432, but is 428
                    [552, 564] | [9000, 9012]              | fc.bias.data_offsets must be a beginning and an end, within 564 bytes, but is [9000, 9012]
                    [552, 564] | [564, 552]                | fc.bias.data_offsets must be a beginning and an end
                    [552, 564] | [-12, 0]                  | fc.bias.data_offsets must be whole numbers, 0 or more
                    [552, 564] | [552, 99999999999999999999] | fc.bias.data_offsets must be whole numbers, 0 or more
                    "shape": [3]  | "shape": [4294967297, 4294967297] | fc.bias.data_offsets must be as far apart as F32 values of shape
                    "F32"      | "F99"                     | conv1.weight.dtype must be one of
                    "fc.bias"  | "fc.weight"               | Duplicate field 'fc.weight'
                    """)
    void shouldRefuseSafetensorsWhosePlacesAreWrong(String from, String to, String message) throws IOException {
        Path file = safetensors(TENSORS.replaceFirst(Pattern.quote(from), to));

        assertThatIOException()
                .isThrownBy(() -> network.fill(file, folder.resolve("filled.pt")))
                .withMessageStartingWith(file.toString())
                .withMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 100_000_000, Long.MAX_VALUE})
    void shouldRefuseAHeaderThatIsNotInTheFile(long length) throws IOException {
        Path file = safetensors(TENSORS);
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
        Files.write(file, bytes);

        assertThatIOException()
                .isThrownBy(() -> network.fill(file, folder.resolve("filled.pt")))
                .withMessageContaining("must have a header of 2 to 16777216 bytes")
                .withMessageContaining("but names " + Long.toUnsignedString(length));
    }

    @Test
    void shouldRefuseSafetensorsWithBytesThatNoTensorHas() throws IOException {
        Path file = safetensors(TENSORS);
        Files.write(file, new byte[4], StandardOpenOption.APPEND);

        assertThatIOException()
                .isThrownBy(() -> network.fill(file, folder.resolve("filled.pt")))
                .withMessage(file + ": data_offsets must be places of all 568 bytes of values, but is 564");
    }

    /** What is compressed can take a thousand times the file's length of memory. */
    @Test
    void shouldRefuseCompressedRecords() throws IOException {
        Path file = folder.resolve("packed.pth");
        try (ZipFile plain = new ZipFile(FILES.resolve("plain.pth").toFile());
                ZipOutputStream packed = new ZipOutputStream(Files.newOutputStream(file))) {
            for (ZipEntry entry : Collections.list(plain.entries())) {
                packed.putNextEntry(new ZipEntry(entry.getName()));
                plain.getInputStream(entry).transferTo(packed);
                packed.closeEntry();
            }
        }

        assertThatIOException()
                .isThrownBy(() -> network.fill(file, folder.resolve("filled.pt")))
                .withMessageStartingWith(file + ": ")
                .withMessageEndingWith(" must be stored as it is, as torch.save does it, but is compressed");
    }

    /** Two lists that hold each other: who prints or hashes them never ends. */
    @Test
    void shouldRefuseWhatHoldsItself() throws IOException {
        byte[] lists = "\u0080\2]q\0]q\1h\0ah\0h\1a.".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(OldTorchCheckpoint.MAGIC);
        bytes.writeBytes(lists);
        Path file = Files.write(folder.resolve("lists.pth"), bytes.toByteArray());

        assertThatIOException()
                .isThrownBy(() -> network.fill(file, folder.resolve("filled.pt")))
                .withMessage(file + " must be of version 1001, but is of none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "old"})
    void shouldRefuseFilesThatWereCutOffOrChanged(String name) throws IOException {
        byte[] whole = Files.readAllBytes(FILES.resolve(name + ".pth"));
        Path file = folder.resolve("cut.pth");
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatIOException()
                    .as("%d bytes", length)
                    .isThrownBy(() -> network.fill(file, folder.resolve("filled.pt")))
                    .withMessageContaining(file.toString());
        }
    }

    @Test
    void shouldTakeEveryHalf() {
        // By the definition of binary16, for each of its bit patterns that is a number.
        byte[] halves = new byte[1 << 17];
        ByteBuffer in = ByteBuffer.wrap(halves).order(ByteOrder.LITTLE_ENDIAN);
        IntStream.range(0, 1 << 16).forEach(bits -> in.putShort((short) bits));

        ByteBuffer floats = ByteBuffer.wrap(WeightType.FLOAT16.asFloats(halves)).order(ByteOrder.LITTLE_ENDIAN);

        float[] found = new float[1 << 16];
        floats.asFloatBuffer().get(found);
        float[] wanted = new float[1 << 16];
        for (int bits = 0; bits < wanted.length; bits++) {
            int exponent = (bits >> 10) & 31;
            double fraction = (bits & 1023) / 1024.0;
            double number = exponent == 0 ? Math.pow(2, -14) * fraction : Math.pow(2, exponent - 15) * (1 + fraction);
            double size = exponent < 31 ? number : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            wanted[bits] = (float) (bits < 1 << 15 ? size : -size);
        }
        assertThat(found).isEqualTo(wanted);
    }

    private Path safetensors(String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .array());
        file.writeBytes(json);
        ByteBuffer data = ByteBuffer.allocate(564).order(ByteOrder.LITTLE_ENDIAN);
        for (int values : new int[] {108, 4, 4, 4, 4, 2, 12, 3}) {
            IntStream.range(0, values).forEach(i -> data.putFloat(i));
        }
        file.writeBytes(data.array());
        return Files.write(folder.resolve("weights.safetensors"), file.toByteArray());
    }
}
