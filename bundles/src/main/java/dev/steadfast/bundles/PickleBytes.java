package dev.steadfast.bundles;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read from one to the next. Beyond the last one a {@link BufferUnderflowException} is thrown. */
final class PickleBytes {
    private final byte[] bytes;
    private final ByteBuffer in;

    PickleBytes(byte[] bytes, int from) {
        this.bytes = bytes;
        this.in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(from);
    }

    /** {@return the place of the next byte} */
    int position() {
        return in.position();
    }

    int unsignedByte() {
        return Byte.toUnsignedInt(in.get());
    }

    int twoBytes() {
        return Short.toUnsignedInt(in.getShort());
    }

    int fourBytes() {
        return in.getInt();
    }

    double real() {
        return in.getDouble();
    }

    String line() {
        int from = in.position();
        while (in.get() != '\n') {
            // Up to the end of the line.
        }
        return new String(bytes, from, in.position() - 1 - from, StandardCharsets.UTF_8);
    }

    String text(int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        String text = new String(bytes, in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }

    /**
     * Reads a signed number, the least significant byte first.
     *
     * @param length in bytes
     * @param tooLong what to give for one of more than 8 bytes
     */
    Object longNumber(int length, Object tooLong) {
        if (length > Long.BYTES) {
            in.position(Math.min(in.limit(), in.position() + length));
            return tooLong;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            number |= (long) unsignedByte() << (Byte.SIZE * i);
        }
        int unused = Long.SIZE - Byte.SIZE * length;
        return length == 0 ? 0L : number << unused >> unused;
    }
}
