package dev.steadfast.bundles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What people have in place of a TorchScript file, by its first bytes and its records; for messages. Nothing of it is loaded. */
final class NetworkFileKind {
    private static final int LOOKED_AT = 512;

    /** Of a pickle: as much as names the classes of a model's outermost modules. */
    private static final int PICKLE_LOOKED_AT = 1 << 20;

    private static final int PICKLE_PROTOCOL = 0x80;
    private static final int SAFETENSORS_HEADER = 8;
    private static final byte VERSION_FIELD = 0x08;
    private static final String SAVED_MODEL =
            "a TensorFlow SavedModel (python -m tf2onnx.convert --saved-model FOLDER --output model.onnx makes ONNX of it, and onnx2torch a PyTorch module of that)";

    private NetworkFileKind() {}

    /** {@return as the end of "it is ..."} */
    static String of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return Files.exists(file.resolve("saved_model.pb")) ? SAVED_MODEL : "a folder";
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LOOKED_AT);
        }
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (text.isEmpty()) {
            return "empty";
        }
        if (text.startsWith("PK\003\004")) {
            return ofZip(file);
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a pointer of Git LFS, in place of which \"git lfs pull\" puts the file";
        }
        if (text.length() > SAFETENSORS_HEADER && text.startsWith("{\"", SAFETENSORS_HEADER)) {
            return "a safetensors file: weights alone, without the code that computes with them, which bundle create takes with --architecture";
        }
        if (text.startsWith("\211HDF\r\n")) {
            return "an HDF5 file, as Keras writes (python -m tf2onnx.convert makes ONNX of its SavedModel, and onnx2torch a PyTorch module of that)";
        }
        if (text.startsWith("TFL3", 4)) {
            return "a TensorFlow Lite model (python -m tf2onnx.convert --tflite FILE --output model.onnx makes ONNX of it, and onnx2torch a PyTorch module of that)";
        }
        if (start[0] == (byte) PICKLE_PROTOCOL) {
            return "a pickle, as torch.save wrote before PyTorch 1.6; one of weights alone bundle create takes with --architecture";
        }
        if (start[0] == VERSION_FIELD && start.length > 2) {
            // SavedModel: field 1, version 1, then field 2. ModelProto: field 1, the version of the format, 3 or more
            // since there are tools for
            // it, then field 2, who made it, or another of the first ten.
            if (start[1] == 1 && start[2] == 0x12) {
                return SAVED_MODEL;
            }
            if (start[1] > 1 && start[1] < 32 && start[2] < 0x6a) {
                return "an ONNX model (onnx2torch.convert(FILE), of the package onnx2torch, makes a PyTorch module of it)";
            }
        }
        return "none";
    }

    private static String ofZip(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = Collections.list(zip.entries());
            for (ZipEntry entry : entries) {
                if (entry.getName().endsWith("/" + TorchScriptArchive.PICKLE)) {
                    return ofPickle(zip, entry);
                }
            }
            return entries.stream()
                            .anyMatch(entry -> entry.getName().contains("exported_program")
                                    || entry.getName().endsWith("archive_format"))
                    ? "a program of torch.export (torch.jit.trace(torch.export.load(FILE).module(), images) makes TorchScript of it)"
                    : entries.stream().anyMatch(entry -> entry.getName().endsWith("/model.json"))
                            ? "TorchScript from before PyTorch 1.3 (torch.jit.load(FILE).save(\"classifier.pt\") makes today's of it)"
                            : "another archive, without data.pkl";
        } catch (ZipException e) {
            return "a damaged or truncated archive";
        }
    }

    private static String ofPickle(ZipFile zip, ZipEntry pickle) throws IOException {
        try (InputStream in = zip.getInputStream(pickle)) {
            String classes = new String(in.readNBytes(PICKLE_LOOKED_AT), StandardCharsets.ISO_8859_1);
            return classes.contains("torch.nn.modules")
                    ? "a model that torch.save pickled, which only its own Python code can read"
                    : "a state_dict, as torch.save writes: weights alone, without the code that computes with them, which bundle create takes with --architecture";
        }
    }
}
