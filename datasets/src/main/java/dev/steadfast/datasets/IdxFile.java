package dev.steadfast.datasets;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Unsigned bytes in MNIST's IDX format: two zero bytes, 8 for the type, the number of dimensions, each dimension as a big-endian int, and
 * the values.
 *
 * @param dimensions their sizes, each at least 1; at least one of them
 * @param values the last dimension fastest
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copying 47 MB would cost
record IdxFile(int[] dimensions, byte[] values) {
    private static final int UNSIGNED_BYTES = 0x0800;

    /**
     * Reads one file, uncompressed if its name ends in {@code .gz}.
     *
     * @throws DatasetException if it is not such a file, with as many dimensions, from its first byte to its last
     */
    static IdxFile read(Path file, int dimensions) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(open(file)))) {
            int magic = in.readInt();
            if (magic != (UNSIGNED_BYTES | dimensions)) {
                throw new DatasetException("%s must begin with the IDX magic number 0x%08x, and begins with 0x%08x"
                        .formatted(file, UNSIGNED_BYTES | dimensions, magic));
            }
            int[] sizes = new int[dimensions];
            long expected = 1;
            for (int i = 0; i < dimensions; i++) {
                sizes[i] = in.readInt();
                expected *= Math.max(0, sizes[i]);
                if (expected < 1 || expected > Integer.MAX_VALUE - 8) {
                    throw new DatasetException(
                            "%s: dimensions must be from 1, with at most 2^31 values in all, and are %s"
                                    .formatted(file, Arrays.toString(Arrays.copyOf(sizes, i + 1))));
                }
            }
            return new IdxFile(sizes, values(file, in, (int) expected));
        } catch (EOFException e) {
            throw new DatasetException(file + " ends early: it is damaged or incomplete", e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    private static byte[] values(Path file, InputStream in, int expected) throws IOException {
        byte[] values = in.readNBytes(expected);
        if (values.length != expected || in.read() >= 0) {
            throw new DatasetException("%s must have %d bytes of values, and has %s"
                    .formatted(file, expected, values.length == expected ? "more" : values.length));
        }
        return values;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
