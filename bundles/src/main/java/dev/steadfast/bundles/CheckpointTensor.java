package dev.steadfast.bundles;

import java.io.IOException;
import java.util.List;

/**
 * A tensor of a checkpoint, whose values have not been read.
 *
 * @param type as the checkpoint calls it
 * @param sizes of each dimension
 * @param values reads them: little-endian, the last dimension's side by side
 */
record CheckpointTensor(String type, List<Long> sizes, Values values) {

    /** Reads values. */
    interface Values {
        byte[] read() throws IOException;
    }

    /**
     * {@return the values as {@code float32}, little-endian}
     *
     * @throws IOException if they cannot be read
     */
    byte[] floats() throws IOException {
        WeightType known = WeightType.named(type)
                .orElseThrow(() -> new IOException("has values of type " + type + ", not of a weight's"));
        return known.asFloats(values.read());
    }
}
