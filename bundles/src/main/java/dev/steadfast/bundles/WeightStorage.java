package dev.steadfast.bundles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How {@link TorchScriptArchive} stores the tensors of a module. */
public enum WeightStorage {
    /** As they are. */
    AS_IS {
        @Override
        RecordRewriter of(byte[] pickle) {
            return (name, record) -> record;
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
            return rewriter(read, FLOAT, BFLOAT, ROUNDED);
        }
    },

    /** Every {@code bfloat16} tensor as {@code float32}, of the same value: what training wants, whose steps are too small for 8 bits. */
    FLOAT32 {
        @Override
        RecordRewriter of(byte[] pickle) throws IOException {
            return rewriter(StoragePickle.read(pickle), BFLOAT, FLOAT, WIDENED);
        }
    };

    private static final String FLOAT = "Float";
    private static final String BFLOAT = "BFloat16";

    /** Of values that are little-endian: their sizes, and how one is moved to another buffer. */
    private record Conversion(int bytesIn, int bytesOut, BiConsumer<ByteBuffer, ByteBuffer> move) {

        ArchiveRecord of(TensorStorage storage, ArchiveRecord record) throws IOException {
            if (record.bytes() != storage.values() * bytesIn) {
                throw new IOException("data/" + storage.key() + " must hold " + storage.values() + " values of "
                        + bytesIn + " bytes, but has " + record.bytes() + " bytes");
            }
            return new ArchiveRecord(
                    storage.values() * bytesOut,
                    () -> new ConvertingStream(record.content().open(), bytesIn, bytesOut, move));
        }
    }

    private static final Conversion ROUNDED =
            new Conversion(Float.BYTES, Short.BYTES, (in, out) -> out.putShort(rounded(in.getInt())));
    private static final Conversion WIDENED =
            new Conversion(Short.BYTES, Float.BYTES, (in, out) -> out.putInt(in.getShort() << Short.SIZE));

    /** Gives the record that is written in place of one. */
    interface RecordRewriter {
        ArchiveRecord rewrite(String name, ArchiveRecord record) throws IOException;
    }

    /**
     * {@return what to do with the records of an archive}
     *
     * @param pickle its {@code data.pkl}
     */
    abstract RecordRewriter of(byte[] pickle) throws IOException;

    private static RecordRewriter rewriter(StoragePickle pickle, String from, String to, Conversion conversion) {
        Map<String, TensorStorage> converted = pickle.storages().stream()
                .filter(storage -> storage.type().equals(from))
                .collect(Collectors.toMap(storage -> "data/" + storage.key(), Function.identity()));
        return (name, record) -> {
            if (name.equals(TorchScriptArchive.PICKLE)) {
                return ArchiveRecord.of(pickle.withType(from, to));
            }
            TensorStorage storage = converted.get(name);
            return storage == null ? record : conversion.of(storage, record);
        };
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
