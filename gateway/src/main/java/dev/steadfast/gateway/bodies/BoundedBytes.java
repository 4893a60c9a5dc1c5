package dev.steadfast.gateway.bodies;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Bytes that come in pieces, never more than a bound: once there are more, all are dropped. */
final class BoundedBytes {

    private static final int FIRST_BYTES = 64 * 1024;

    private final int maxBytes;
    private byte[] bytes;
    private int length;
    private boolean overfull;

    /**
     * @param expectedBytes how many are announced, 0 or less if that is not known
     */
    BoundedBytes(int maxBytes, long expectedBytes) {
        this.maxBytes = maxBytes;
        this.bytes = new byte[(int) Math.min(expectedBytes > 0 ? expectedBytes : FIRST_BYTES, maxBytes)];
    }

    /** Adds a piece; returns whether all still fit. */
    boolean append(Buffer piece) {
        if (!fits(piece.length())) {
            return false;
        }
        piece.getBytes(bytes, length);
        length += piece.length();
        return true;
    }

    /** Adds the first bytes of an array; returns whether all still fit. */
    boolean append(byte[] piece, int count) {
        if (!fits(count)) {
            return false;
        }
        System.arraycopy(piece, 0, bytes, length, count);
        length += count;
        return true;
    }

    private boolean fits(int more) {
        if (overfull || more > maxBytes - length) {
            overfull = true;
            bytes = new byte[0];
            length = 0;
            return false;
        }
        int needed = length + more;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(needed, 2L * bytes.length)));
        }
        return true;
    }

    boolean overfull() {
        return overfull;
    }

    int length() {
        return length;
    }

    ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes, 0, length);
    }
}
