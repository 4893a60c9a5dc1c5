package dev.steadfast.datasets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10 in its binary layout: files of 10,000 records, a record being a byte for the class and 3 x 32 x 32 bytes for the pixels, red
 * plane first. The files are kept as they are read, so the training images take 154 MB.
 */
final class Cifar10 implements LabelledImages {
    static final String FOLDER = "cifar-10-batches-bin";
    static final String NAMES_FILE = "batches.meta.txt";
    static final List<String> NAMES =
            List.of("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");
    static final List<String> TRAIN_FILES = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();
    static final String TEST_FILE = "test_batch.bin";
    static final int RECORDS = 10_000;
    static final int SIDE = 32;
    static final int RECORD_BYTES = 1 + 3 * SIDE * SIDE;

    private final String name;
    private final List<String> classes;
    private final List<byte[]> files;
    private final int records;

    private Cifar10(String name, List<String> classes, List<byte[]> files, int records) {
        this.name = name;
        this.classes = classes;
        this.files = files;
        this.records = records;
    }

    static boolean isIn(Path folder) {
        return Stream.concat(TRAIN_FILES.stream(), Stream.of(TEST_FILE))
                .anyMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    static Cifar10 open(Path folder, Split split) {
        return open(folder, split, RECORDS);
    }

    static Cifar10 open(Path folder, Split split, int records) {
        List<String> classes = classes(folder.resolve(NAMES_FILE));
        List<String> wanted = split == Split.TRAIN ? TRAIN_FILES : List.of(TEST_FILE);
        List<byte[]> files = wanted.stream()
                .map(file -> read(folder.resolve(file), records, classes.size()))
                .toList();
        return new Cifar10("CIFAR-10, " + split, classes, files, records);
    }

    private static List<String> classes(Path file) {
        if (!Files.exists(file)) {
            return NAMES;
        }
        try {
            List<String> names = Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
            if (names.size() != NAMES.size()) {
                throw new DatasetException("%s must name %d classes, one a line, and names %d"
                        .formatted(file, NAMES.size(), names.size()));
            }
            return names;
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    private static byte[] read(Path file, int records, int classes) {
        byte[] content;
        try {
            if (!Files.isRegularFile(file)) {
                throw new DatasetException(file + " is missing; the dataset is not complete");
            }
            long expected = (long) records * RECORD_BYTES;
            if (Files.size(file) != expected) {
                throw new DatasetException("%s must have %d bytes (%d records of %d), and has %d"
                        .formatted(file, expected, records, RECORD_BYTES, Files.size(file)));
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
        for (int record = 0; record < records; record++) {
            int label = Byte.toUnsignedInt(content[record * RECORD_BYTES]);
            if (label >= classes) {
                throw new DatasetException("%s: the label of record %d must be from 0 to %d, and is %d"
                        .formatted(file, record, classes - 1, label));
            }
        }
        return content;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int height() {
        return SIDE;
    }

    @Override
    public int width() {
        return SIDE;
    }

    @Override
    public int size() {
        return files.size() * records;
    }

    @Override
    public int label(int index) {
        return file(index)[offset(index)];
    }

    @Override
    public byte[] image(int index) {
        int offset = offset(index);
        return Arrays.copyOfRange(file(index), offset + 1, offset + RECORD_BYTES);
    }

    private byte[] file(int index) {
        return files.get(Objects.checkIndex(index, size()) / records);
    }

    private int offset(int index) {
        return Objects.checkIndex(index, size()) % records * RECORD_BYTES;
    }
}
