package dev.steadfast.datasets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Small datasets, made where they are needed. */
final class Fixtures {

    private Fixtures() {}

    /** Records of the binary layout: labels 0, 1, ... 9, 0, ...; pixels from a seed. */
    static byte[] cifarRecords(int records, long seed) {
        byte[] content = new byte[records * Cifar10.RECORD_BYTES];
        new Random(seed).nextBytes(content);
        for (int record = 0; record < records; record++) {
            content[record * Cifar10.RECORD_BYTES] = (byte) (record % 10);
        }
        return content;
    }

    /** Six files of so many records each. */
    static void cifar(Path folder, int records) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < 5; i++) {
            Files.write(folder.resolve(Cifar10.TRAIN_FILES.get(i)), cifarRecords(records, i));
        }
        Files.write(folder.resolve(Cifar10.TEST_FILE), cifarRecords(records, 5));
    }

    static byte[] idx(int magic, int[] dimensions, byte... values) {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * dimensions.length + values.length).putInt(magic);
        for (int dimension : dimensions) {
            file.putInt(dimension);
        }
        return file.put(values).array();
    }

    static byte[] idxLabels(int... labels) {
        byte[] values = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            values[i] = (byte) labels[i];
        }
        return idx(0x801, new int[] {labels.length}, values);
    }

    /** Two training images of 2 x 3 pixels, labelled 9 and 0, and one test image, labelled 1; all files compressed. */
    static void fashion(Path folder) throws IOException {
        Files.createDirectories(folder);
        byte[] images = idx(0x803, new int[] {2, 2, 3}, new byte[] {0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, (byte) 255});
        gzip(folder.resolve(FashionMnist.TRAIN_IMAGES + ".gz"), images);
        gzip(folder.resolve(FashionMnist.TRAIN_LABELS + ".gz"), idxLabels(9, 0));
        gzip(folder.resolve(FashionMnist.TEST_IMAGES + ".gz"), idx(0x803, new int[] {1, 2, 3}, new byte[6]));
        gzip(folder.resolve(FashionMnist.TEST_LABELS + ".gz"), idxLabels(1));
    }

    static void gzip(Path file, byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        Files.write(file, bytes.toByteArray());
    }
}
