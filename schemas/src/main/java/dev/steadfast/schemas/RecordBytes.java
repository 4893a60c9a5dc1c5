package dev.steadfast.schemas;

import java.nio.ByteBuffer;

/** Fields of type {@code bytes}, as Avro's classes hold them. */
public final class RecordBytes {

    private RecordBytes() {}

    /** {@return a copy of what is left in a buffer, whose position stays where it is} */
    public static byte[] copy(ByteBuffer field) {
        byte[] bytes = new byte[field.remaining()];
        field.duplicate().get(bytes);
        return bytes;
    }
}
