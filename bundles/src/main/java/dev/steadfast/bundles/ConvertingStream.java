package dev.steadfast.bundles;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;

/** Little-endian values of one size, read as values of another, some thousands at a time. */
final class ConvertingStream extends FilterInputStream {
    private static final int VALUES = 8192;

    private final BiConsumer<ByteBuffer, ByteBuffer> conversion;
    private final ByteBuffer values;
    private final ByteBuffer converted;

    /**
     * @param in a whole number of values
     * @param bytesIn of a value there
     * @param bytesOut of a value here
     * @param conversion moves one value from the first buffer to the second
     */
    ConvertingStream(InputStream in, int bytesIn, int bytesOut, BiConsumer<ByteBuffer, ByteBuffer> conversion) {
        super(in);
        this.conversion = conversion;
        this.values = ByteBuffer.allocate(VALUES * bytesIn).order(ByteOrder.LITTLE_ENDIAN);
        this.converted = ByteBuffer.allocate(VALUES * bytesOut)
                .order(ByteOrder.LITTLE_ENDIAN)
                .limit(0);
    }

    @Override
    public int read() throws IOException {
        return hasMore() ? Byte.toUnsignedInt(converted.get()) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasMore()) {
            return -1;
        }
        int read = Math.min(length, converted.remaining());
        converted.get(target, offset, read);
        return read;
    }

    private boolean hasMore() throws IOException {
        if (!converted.hasRemaining()) {
            values.clear().limit(in.readNBytes(values.array(), 0, values.capacity()));
            converted.clear();
            while (values.hasRemaining()) {
                conversion.accept(values, converted);
            }
            converted.flip();
        }
        return converted.hasRemaining();
    }
}
