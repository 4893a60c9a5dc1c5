package dev.steadfast.bundles;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a TorchScript file, as {@code torch.jit.save} writes it, so that the same module gives the same bytes and nothing in
 * it tells where it was exported.
 *
 * <p>A {@code .pt} file is a zip archive of records below one folder. PyTorch names that folder after the file, adds {@code
 * *.debug_pkl} records that hold the absolute paths of the exporter's sources, and a {@code serialization_id} that depends on
 * them. Here the folder is called {@code archive}, both are left out, the records are sorted by name, and every time is 1
 * February 1980. Records are stored uncompressed and their data starts at a multiple of 64 bytes, as PyTorch does it
 * ({@code caffe2/serialize/inline_container.cc}), so that they can be mapped into memory.
 *
 * <p>What stays is all that computes: code, constants and weights. Names of classes in the code stay too, so "the same module"
 * means one made by the same script in a fresh process.
 */
public final class TorchScriptArchive {
    /** PyTorch's {@code kFieldAlignment}. */
    static final int ALIGNMENT = 64;

    /** The record of the module itself, below the archive's folder. */
    static final String PICKLE = "data.pkl";

    private static final String CONSTANTS = "constants.pkl";
    private static final String BYTE_ORDER = "byteorder";
    private static final String ROOT = "archive/";
    private static final String SERIALIZATION_ID = ".data/serialization_id";
    private static final String DEBUG_SUFFIX = ".debug_pkl";

    // Zip knows no earlier year, and Java writes a second, longer time field for the very first moment of it.
    private static final LocalDateTime FIXED_TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

    private static final int LOCAL_HEADER_BYTES = 30;
    private static final int EXTRA_HEADER_BYTES = 4;

    private TorchScriptArchive() {}

    /**
     * Writes the normal form of a TorchScript file. Weights pass through small buffers, so that a network may be larger than the heap.
     *
     * @param source a file that {@code torch.jit.save} or an equal of it wrote
     * @param target where to write; replaced if it exists, must not be {@code source}
     * @return the target's plain file name and SHA-256, as a manifest wants them
     * @throws ZipException if {@code source} is not a TorchScript file
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if {@code source} and {@code target} are the same file, or the target's name is not plain
     */
    public static ModelFile normalise(Path source, Path target) throws IOException {
        return normalise(source, target, WeightStorage.AS_IS);
    }

    /**
     * The same, and stores the weights in another way.
     *
     * @param storage how to store them
     * @throws ZipException if {@code source} is not a TorchScript file
     * @throws IOException if a file cannot be read or written, or the weights cannot be stored so
     * @throws IllegalArgumentException if {@code source} and {@code target} are the same file, or the target's name is not plain
     */
    public static ModelFile normalise(Path source, Path target, WeightStorage storage) throws IOException {
        if (source.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("target must be another file than the source, but is " + target);
        }
        try (ZipFile zip = open(source)) {
            SortedMap<String, ZipEntry> records = records(source, zip);
            WeightStorage.RecordRewriter rewriter = rewriter(source, zip, records, storage);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
                write(zip, records, rewriter, out);
            }
        }
        return new ModelFile(target.getFileName().toString(), Sha256.of(target));
    }

    /** Writes the normal form of a TorchScript file with some of its records replaced. */
    static void rewrite(Path source, Path target, WeightStorage.RecordRewriter rewriter) throws IOException {
        try (ZipFile zip = open(source);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            write(zip, records(source, zip), rewriter, out);
        }
    }

    /**
     * Counts the values of a module's tensors: parameters, buffers, and the constants of frozen code.
     *
     * @param source a file that {@code torch.jit.save} or an equal of it wrote
     * @return how many there are of each type, in PyTorch's words: {@code Float}, {@code BFloat16}, {@code Long}, ...
     * @throws ZipException if {@code source} is not a TorchScript file
     * @throws IOException if it cannot be read
     */
    public static Map<String, Long> values(Path source) throws IOException {
        try (ZipFile zip = open(source)) {
            SortedMap<String, ZipEntry> records = records(source, zip);
            Map<String, Long> values = new TreeMap<>();
            for (String pickle : List.of(PICKLE, CONSTANTS)) {
                StoragePickle read = StoragePickle.read(content(zip, records, pickle));
                StoragePickle.valuesByType(read.storages())
                        .forEach((type, count) -> values.merge(type, count, Long::sum));
            }
            return values;
        }
    }

    /**
     * Reads the one storage of a type that a module's tensors have.
     *
     * @param source a file that {@code torch.jit.save} or an equal of it wrote
     * @param type in PyTorch's words: {@code Int}, {@code Char}, ...
     * @return its values, little-endian
     * @throws ZipException if {@code source} is not a TorchScript file
     * @throws IOException if it cannot be read, or has not just one storage of the type
     */
    public static byte[] storage(Path source, String type) throws IOException {
        List<TensorStorage> found = StoragePickle.read(record(source, PICKLE)).storages().stream()
                .filter(storage -> storage.type().equals(type))
                .toList();
        if (found.size() != 1) {
            throw new IOException(source + " must have one storage of type " + type + ", but has " + found);
        }
        return record(source, "data/" + found.get(0).key());
    }

    /**
     * {@return the names of the records that hold the module's code, sorted}
     *
     * @throws IOException if it is no TorchScript file, or cannot be read
     */
    public static List<String> sources(Path source) throws IOException {
        try (ZipFile zip = open(source)) {
            return records(source, zip).keySet().stream()
                    .map(name -> name.substring(ROOT.length()))
                    .filter(name -> name.startsWith("code/") && name.endsWith(".py"))
                    .toList();
        }
    }

    /**
     * {@return the text of one of {@link #sources}}
     *
     * @throws IOException if there is none, or it cannot be read
     */
    public static String source(Path source, String name) throws IOException {
        return new String(record(source, name), StandardCharsets.UTF_8);
    }

    /** {@return the module that is stored, without its weights' values} */
    static ModuleState module(Path source) throws IOException {
        return StoragePickle.read(record(source, PICKLE)).module();
    }

    /** {@return a record, by its name below the archive's folder} */
    static byte[] record(Path source, String name) throws IOException {
        try (ZipFile zip = open(source)) {
            SortedMap<String, ZipEntry> records = records(source, zip);
            if (!records.containsKey(ROOT + name)) {
                throw new IOException(source + " must have a record " + name + ", but has none");
            }
            return content(zip, records, name);
        }
    }

    private static WeightStorage.RecordRewriter rewriter(
            Path source, ZipFile zip, SortedMap<String, ZipEntry> records, WeightStorage storage) throws IOException {
        try {
            if (storage != WeightStorage.AS_IS && records.containsKey(ROOT + BYTE_ORDER)) {
                String order = new String(content(zip, records, BYTE_ORDER), StandardCharsets.UTF_8);
                if (!order.equals("little")) {
                    throw new IOException("must be of little-endian byte order, but is of " + order);
                }
            }
            return storage.of(content(zip, records, PICKLE));
        } catch (IOException e) {
            throw new IOException(source + ": " + e.getMessage(), e);
        }
    }

    private static byte[] content(ZipFile zip, SortedMap<String, ZipEntry> records, String name) throws IOException {
        return zip.getInputStream(records.get(ROOT + name)).readAllBytes();
    }

    private static ZipFile open(Path source) throws IOException {
        if (Files.isDirectory(source)) {
            throw notTorchScript(source);
        }
        try {
            return new ZipFile(source.toFile());
        } catch (ZipException e) {
            throw notTorchScript(source);
        }
    }

    private static ZipException notTorchScript(Path source) throws IOException {
        return new ZipException(
                "%s must be a TorchScript file (with data.pkl and constants.pkl), but is %s; torch.jit.script(model).save(...) writes one, of the model with its weights"
                        .formatted(source, NetworkFileKind.of(source)));
    }

    /**
     * What a file is that could not be loaded, if it is no TorchScript file: for a message.
     *
     * @return a sentence that names the file, what it is, and what writes a right one
     */
    public static Optional<String> objection(Path file) {
        try (ZipFile zip = open(file)) {
            records(file, zip);
            return Optional.empty();
        } catch (ZipException e) {
            return Optional.ofNullable(e.getMessage());
        } catch (IOException e) {
            return Optional.of(file + " cannot be read: " + e);
        }
    }

    private static SortedMap<String, ZipEntry> records(Path source, ZipFile zip) throws IOException {
        SortedMap<String, ZipEntry> records = new TreeMap<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            String name = entry.getName().substring(entry.getName().indexOf('/') + 1);
            if (entry.isDirectory() || name.endsWith(DEBUG_SUFFIX) || name.equals(SERIALIZATION_ID)) {
                continue;
            }
            if (records.put(ROOT + name, entry) != null) {
                throw new ZipException(source + " must hold one module, but has " + name + " twice");
            }
        }
        if (!records.containsKey(ROOT + PICKLE) || !records.containsKey(ROOT + CONSTANTS)) {
            throw notTorchScript(source);
        }
        return records;
    }

    private static void write(
            ZipFile zip, SortedMap<String, ZipEntry> records, WeightStorage.RecordRewriter rewriter, OutputStream out)
            throws IOException {
        ZipOutputStream target = new ZipOutputStream(out, StandardCharsets.UTF_8);
        long offset = 0;
        for (var entry : records.entrySet()) {
            ArchiveRecord record =
                    rewriter.rewrite(entry.getKey().substring(ROOT.length()), record(zip, entry.getValue()));
            long unpadded = offset + LOCAL_HEADER_BYTES + nameBytes(entry.getKey());
            byte[] padding = padding(unpadded);
            target.putNextEntry(stored(entry.getKey(), record, padding));
            record.writeTo(target);
            target.closeEntry();
            offset = unpadded + padding.length + record.bytes();
        }
        target.finish();
    }

    private static ArchiveRecord record(ZipFile zip, ZipEntry entry) {
        return new ArchiveRecord(entry.getSize(), () -> zip.getInputStream(entry));
    }

    private static ZipEntry stored(String name, ArchiveRecord record, byte[] padding) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(record.bytes());
        entry.setCrc(record.crc());
        entry.setTimeLocal(FIXED_TIME);
        entry.setExtra(padding);
        return entry;
    }

    /** An extra field, PyTorch's "FB", that moves the data to the next multiple of 64 bytes. */
    private static byte[] padding(long unpadded) {
        int fill = (int) Math.floorMod(-(unpadded + EXTRA_HEADER_BYTES), (long) ALIGNMENT);
        byte[] field = new byte[EXTRA_HEADER_BYTES + fill];
        field[0] = 'F';
        field[1] = 'B';
        field[2] = (byte) fill;
        Arrays.fill(field, EXTRA_HEADER_BYTES, field.length, (byte) 'Z');
        return field;
    }

    private static int nameBytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }
}
