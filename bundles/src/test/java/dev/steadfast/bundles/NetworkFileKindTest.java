package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFileKindTest {

    @TempDir
    Path directory = Path.of("");

    @Test
    void shouldNotObjectToTorchScript() {
        assertThat(TorchScriptArchive.objection(Path.of("src/test/resources/torchscript/Mixed.pt")))
                .isEmpty();
    }

    static List<Arguments> kinds() {
        return List.of(
                arguments("", "empty"),
                arguments("version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"),
                arguments("@\0\0\0\0\0\0\0{\"conv.weight\":{", "a safetensors file: weights alone"),
                arguments("\b\b\22\7pytorch", "an ONNX model"),
                arguments("\b\1\22\u00c4\1", "a TensorFlow SavedModel (python -m tf2onnx.convert --saved-model FOLDER"),
                arguments("\211HDF\r\n", "an HDF5 file, as Keras writes"),
                arguments("\34\0\0\0TFL3", "a TensorFlow Lite model"),
                arguments("\200\2\212", "a pickle, as torch.save wrote before PyTorch 1.6"),
                arguments("PK\3\4", "a damaged or truncated archive"),
                arguments("no network", "none"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void shouldSayWhatAFileIs(String start, String kind) throws IOException {
        Path file = Files.write(directory.resolve("net.pt"), start.getBytes(StandardCharsets.ISO_8859_1));

        assertThat(TorchScriptArchive.objection(file)).hasValueSatisfying(objection -> assertThat(objection)
                .startsWith(file + " must be a TorchScript file (with data.pkl and constants.pkl), but is " + kind)
                .contains("; torch.jit.script(model).save(...) writes one"));
    }

    @Test
    void shouldTellWhatTorchSaveAndTorchExportWrite() throws IOException {
        String stateDict = "ccollections\nOrderedDict\n ctorch._utils\n_rebuild_tensor_v2\n";
        Path weights = zip(Map.of("net/data.pkl", stateDict, "net/data/0", "", "net/version", "3"));
        assertThat(NetworkFileKind.of(weights)).startsWith("a state_dict, as torch.save writes: weights alone");

        Path model =
                zip(Map.of("net/data.pkl", "c__main__\nNet\n ctorch.nn.modules.conv\nConv2d\n", "net/version", "3"));
        assertThat(NetworkFileKind.of(model)).startsWith("a model that torch.save pickled");

        Path program = zip(Map.of("net/archive_format", "pt2", "net/models/model.json", "{}"));
        assertThat(NetworkFileKind.of(program)).startsWith("a program of torch.export");

        Path old = zip(Map.of("net/model.json", "{}", "net/tensors/0", "", "net/code/net.py", ""));
        assertThat(NetworkFileKind.of(old)).startsWith("TorchScript from before PyTorch 1.3");

        assertThat(NetworkFileKind.of(zip(Map.of("README.txt", "")))).isEqualTo("another archive, without data.pkl");
    }

    @Test
    void shouldTellFolders() throws IOException {
        assertThat(TorchScriptArchive.objection(directory))
                .hasValueSatisfying(objection -> assertThat(objection).contains("but is a folder; "));

        Files.createFile(directory.resolve("saved_model.pb"));
        assertThat(NetworkFileKind.of(directory)).startsWith("a TensorFlow SavedModel");
    }

    private Path zip(Map<String, String> records) throws IOException {
        Path file = directory.resolve("net.pt");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, String> record : records.entrySet()) {
                zip.putNextEntry(new ZipEntry(record.getKey()));
                zip.write(record.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }
}
