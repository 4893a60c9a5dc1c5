package dev.steadfast.bundles;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A copy of a pickle with some of its opcodes replaced, from its beginning to its end. */
final class PickleCopy {
    private final byte[] pickle;
    private final ByteArrayOutputStream copy;
    private int copied;

    PickleCopy(byte[] pickle) {
        this.pickle = pickle;
        this.copy = new ByteArrayOutputStream(pickle.length);
    }

    /** {@return the opcode that pushes a number} */
    static byte[] number(int number) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'J')
                .putInt(number)
                .array();
    }

    /** Writes something else in place of bytes {@code from} to {@code to}, which lie behind those that were replaced before. */
    void replace(int from, int to, byte[] bytes) {
        copy.write(pickle, copied, from - copied);
        copy.writeBytes(bytes);
        copied = to;
    }

    byte[] bytes() {
        copy.write(pickle, copied, pickle.length - copied);
        copied = pickle.length;
        return copy.toByteArray();
    }
}
