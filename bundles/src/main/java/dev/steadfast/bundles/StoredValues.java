package dev.steadfast.bundles;

import java.io.IOException;
import java.util.Arrays;

/** The values of a tensor that a pickle describes. */
final class StoredValues {

    private static final int MOST_BYTES = Integer.MAX_VALUE - Long.BYTES;

    private StoredValues() {}

    /** Reads a storage. */
    interface Storage {

        /** Reads all of it, which should be {@code length} bytes. */
        byte[] read(int length) throws IOException;
    }

    /**
     * {@return the values of a tensor, one behind the other}
     *
     * @throws IOException if its storage cannot be read, or is too short
     */
    static byte[] of(StoredTensor tensor, Storage storage) throws IOException {
        int width = WeightType.named(tensor.storage().type())
                .orElseThrow(() ->
                        new IOException("has values of type " + tensor.storage().type()))
                .width();
        long stored = tensor.storage().values();
        if (stored < 0 || stored > MOST_BYTES / width) {
            throw new IOException("data/%s must hold at most %d bytes, but is to hold %d values of %d"
                    .formatted(tensor.storage().key(), MOST_BYTES, stored, width));
        }
        byte[] bytes = storage.read((int) stored * width);
        long values = bytes.length / width;
        long count = TensorSizes.count(tensor.sizes(), values);
        if (tensor.sizes().size() != tensor.strides().size()
                || count > values
                || (count > 0 && TensorSizes.end(tensor, values) > values)) {
            throw new IOException(
                    "data/%s must hold the values of a tensor of sizes %s, strides %s and offset %d, but holds %d values"
                            .formatted(
                                    tensor.storage().key(), tensor.sizes(), tensor.strides(), tensor.offset(), values));
        }
        if (count == 0) {
            return new byte[0];
        }
        if (tensor.isContiguous()) {
            int from = Math.toIntExact(tensor.offset() * width);
            return Arrays.copyOfRange(bytes, from, from + Math.toIntExact(count * width));
        }
        return TensorSizes.gathered(tensor, bytes, width);
    }
}
