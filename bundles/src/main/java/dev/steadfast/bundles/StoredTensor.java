package dev.steadfast.bundles;

import java.util.List;

/**
 * A tensor as a TorchScript file holds it.
 *
 * @param storage the memory behind it
 * @param offset values before its first
 * @param sizes of each dimension
 * @param strides values from one index to the next, of each dimension
 */
record StoredTensor(TensorStorage storage, long offset, List<Long> sizes, List<Long> strides) {

    /** {@return whether its values lie one after the other, the last dimension's side by side} */
    boolean isContiguous() {
        long expected = 1;
        for (int i = sizes.size() - 1; i >= 0; i--) {
            if (sizes.get(i) != 1 && strides.get(i) != expected) {
                return false;
            }
            expected *= sizes.get(i);
        }
        return true;
    }
}
