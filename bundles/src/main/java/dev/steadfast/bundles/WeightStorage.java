package dev.steadfast.bundles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How {@link TorchScriptArchive} stores the tensors of a module. */
public enum WeightStorage {
    /** As they are. */
    AS_IS {
        @Override
        RecordRewriter of(byte[] pickle) {
            return (name, content) -> content;
        }
    },

    /**
     * Every {@code float32} tensor, parameter or buffer, as {@code bfloat16}: half the size, 8 bits of precision, rounded to nearest, ties
     * to even. What is stored so already, tensors of other types, and the constants of code that was frozen, stay as they are. The module must be written for it: one
     * that multiplies {@code float32} images by its weights fails.
     */
    BFLOAT16 {
        @Override
        RecordRewriter of(byte[] pickle) throws IOException {
            StoragePickle read = StoragePickle.read(pickle);
            Map<String, TensorStorage> floats = read.storages().stream()
                    .filter(storage -> storage.type().equals(FLOAT))
                    .collect(Collectors.toMap(storage -> "data/" + storage.key(), Function.identity()));
            Map<String, Long> values = StoragePickle.valuesByType(read.storages());
            if (floats.isEmpty() && !values.containsKey(BFLOAT)) {
                throw new IOException("has no float32 weights to store as bfloat16, but " + values
                        + " (the weights of a frozen module are constants in its code): leave them as they are");
            }
            return (name, content) -> {
                if (name.equals(TorchScriptArchive.PICKLE)) {
                    return read.withType(FLOAT, BFLOAT);
                }
                TensorStorage storage = floats.get(name);
                return storage == null ? content : rounded(storage, content);
            };
        }
    };

    private static final String FLOAT = "Float";
    private static final String BFLOAT = "BFloat16";

    /** Gives the content that a record is written with. */
    interface RecordRewriter {
        byte[] rewrite(String name, byte[] content) throws IOException;
    }

    /**
     * {@return what to do with the records of an archive}
     *
     * @param pickle its {@code data.pkl}
     */
    abstract RecordRewriter of(byte[] pickle) throws IOException;

    private static byte[] rounded(TensorStorage storage, byte[] floats) throws IOException {
        if (floats.length != storage.values() * Float.BYTES) {
            throw new IOException("data/" + storage.key() + " must hold " + storage.values()
                    + " float32 values, but has " + floats.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(floats).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer out = ByteBuffer.allocate(floats.length / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            out.putShort(rounded(in.getInt()));
        }
        return out.array();
    }

    /** The upper half of a float's bits, rounded to nearest, ties to even. NaN gets the bits that PyTorch gives it. */
    private static short rounded(int bits) {
        if (Float.isNaN(Float.intBitsToFloat(bits))) {
            return 0x7fc0;
        }
        int lastKept = (bits >>> Short.SIZE) & 1;
        return (short) ((bits + 0x7fff + lastKept) >>> Short.SIZE);
    }
}
