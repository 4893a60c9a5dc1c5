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
            Map<String, Long> values = StoragePickle.valuesByType(read.storages());
            if (!values.containsKey(FLOAT) && !values.containsKey(BFLOAT)) {
                throw new IOException("has no float32 weights to store as bfloat16, but " + values
                        + " (the weights of a frozen module are constants in its code): leave them as they are");
            }
            return rewriter(read, FLOAT, BFLOAT, WeightStorage::rounded);
        }
    },

    /** Every {@code bfloat16} tensor as {@code float32}, of the same value: what training wants, whose steps are too small for 8 bits. */
    FLOAT32 {
        @Override
        RecordRewriter of(byte[] pickle) throws IOException {
            return rewriter(StoragePickle.read(pickle), BFLOAT, FLOAT, WeightStorage::widened);
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

    /** Converts the values of one storage, which are little-endian. */
    private interface Conversion {
        byte[] of(TensorStorage storage, byte[] values) throws IOException;
    }

    private static RecordRewriter rewriter(StoragePickle pickle, String from, String to, Conversion conversion) {
        Map<String, TensorStorage> converted = pickle.storages().stream()
                .filter(storage -> storage.type().equals(from))
                .collect(Collectors.toMap(storage -> "data/" + storage.key(), Function.identity()));
        return (name, content) -> {
            if (name.equals(TorchScriptArchive.PICKLE)) {
                return pickle.withType(from, to);
            }
            TensorStorage storage = converted.get(name);
            return storage == null ? content : conversion.of(storage, content);
        };
    }

    private static byte[] rounded(TensorStorage storage, byte[] floats) throws IOException {
        ByteBuffer in = values(storage, floats, Float.BYTES);
        ByteBuffer out = ByteBuffer.allocate(floats.length / 2).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            out.putShort(rounded(in.getInt()));
        }
        return out.array();
    }

    private static byte[] widened(TensorStorage storage, byte[] halves) throws IOException {
        ByteBuffer in = values(storage, halves, Short.BYTES);
        ByteBuffer out = ByteBuffer.allocate(halves.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            out.putInt(in.getShort() << Short.SIZE);
        }
        return out.array();
    }

    private static ByteBuffer values(TensorStorage storage, byte[] content, int bytes) throws IOException {
        if (content.length != storage.values() * bytes) {
            throw new IOException("data/" + storage.key() + " must hold " + storage.values() + " values of " + bytes
                    + " bytes, but has " + content.length + " bytes");
        }
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
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
