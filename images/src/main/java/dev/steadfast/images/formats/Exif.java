package dev.steadfast.images.formats;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Of EXIF data (a TIFF structure) the orientation. What is malformed says nothing. */
public final class Exif {

    private static final int LITTLE_ENDIAN = 'I' << 8 | 'I';
    private static final int BIG_ENDIAN = 'M' << 8 | 'M';
    private static final int TIFF = 42;
    private static final int HEADER_BYTES = 8;
    private static final int ENTRY_BYTES = 12;
    private static final int ORIENTATION_TAG = 0x0112;
    private static final int SHORT_TYPE = 3;

    private Exif() {}

    /**
     * Reads the orientation.
     *
     * @param data the bytes from {@code from} to {@code to} hold the data, beginning with their byte order
     */
    public static Optional<Orientation> orientation(byte[] data, int from, int to) {
        ByteBuffer tiff = ByteBuffer.wrap(data, from, to - from).slice();
        if (tiff.remaining() < HEADER_BYTES) {
            return Optional.empty();
        }
        int order = Short.toUnsignedInt(tiff.getShort(0));
        if (order == LITTLE_ENDIAN) {
            tiff.order(ByteOrder.LITTLE_ENDIAN);
        } else if (order != BIG_ENDIAN) {
            return Optional.empty();
        }
        int directory = tiff.getInt(4);
        if (tiff.getShort(2) != TIFF || directory < HEADER_BYTES || directory > tiff.limit() - Short.BYTES) {
            return Optional.empty();
        }
        int entries = Short.toUnsignedInt(tiff.getShort(directory));
        for (int i = 0; i < entries; i++) {
            int entry = directory + Short.BYTES + i * ENTRY_BYTES;
            if (entry > tiff.limit() - ENTRY_BYTES) {
                break;
            }
            if (Short.toUnsignedInt(tiff.getShort(entry)) == ORIENTATION_TAG) {
                boolean oneShort = tiff.getShort(entry + 2) == SHORT_TYPE && tiff.getInt(entry + 4) == 1;
                return oneShort ? Orientation.of(Short.toUnsignedInt(tiff.getShort(entry + 8))) : Optional.empty();
            }
        }
        return Optional.empty();
    }
}
