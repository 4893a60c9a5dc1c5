package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;
import java.util.Arrays;

/** Reads the parameters of one marker segment. Used by one thread. */
final class SegmentReader {

    private final byte[] data;
    private final int end;
    private final int marker;
    private int position;

    /** Reads from {@code from} to {@code end} what belongs to a marker. */
    SegmentReader(byte[] data, int from, int end, int marker) {
        this.data = data;
        this.position = from;
        this.end = end;
        this.marker = marker;
    }

    boolean hasMore() {
        return position < end;
    }

    int one() throws FormatException {
        return bytes(1)[0] & 0xff;
    }

    int two() throws FormatException {
        return one() << Byte.SIZE | one();
    }

    byte[] bytes(int count) throws FormatException {
        if (end - position < count) {
            throw FormatException.corrupt("has a segment 0x%02x that is too short for what it says", marker);
        }
        position += count;
        return Arrays.copyOfRange(data, position - count, position);
    }
}
