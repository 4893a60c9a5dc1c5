package dev.steadfast.bundles;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * What a record of an archive holds, never as a whole in memory: a network may be larger than the heap.
 *
 * @param bytes how many there are
 * @param content opens it, as often as it is asked for
 */
record ArchiveRecord(long bytes, Content content) {

    /** Opens a record. */
    interface Content {
        InputStream open() throws IOException;
    }

    /** A record of a few bytes. */
    static ArchiveRecord of(byte[] bytes) {
        return new ArchiveRecord(bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    /** The checksum that a zip archive wants before the content; reads all of it. */
    long crc() throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(content.open(), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return crc.getValue();
    }

    void writeTo(OutputStream out) throws IOException {
        try (InputStream in = content.open()) {
            in.transferTo(out);
        }
    }
}
