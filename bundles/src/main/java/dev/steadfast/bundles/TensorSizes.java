package dev.steadfast.bundles;

import java.nio.ByteBuffer;
import java.util.List;

/** How many values tensors have, and in which order they lie. */
final class TensorSizes {

    private TensorSizes() {}

    /**
     * {@return the product of sizes, or one more than the most if it is larger, or a size is negative}
     *
     * @param most at least 0
     */
    static long count(List<Long> sizes, long most) {
        if (sizes.contains(0L)) {
            return 0;
        }
        long count = 1;
        for (long size : sizes) {
            if (size < 0 || size > most / count) {
                return most + 1;
            }
            count *= size;
        }
        return count;
    }

    /**
     * {@return one more than the place of the last value of a tensor in its storage, or one more than the most if it is larger}
     *
     * @param tensor with values
     */
    static long end(StoredTensor tensor, long most) {
        long last = tensor.offset();
        for (int i = 0; i < tensor.sizes().size(); i++) {
            long steps = tensor.sizes().get(i) - 1;
            long stride = tensor.strides().get(i);
            if (last < 0 || last > most || stride < 0 || (steps > 0 && stride > (most - last) / steps)) {
                return most + 1;
            }
            last += steps * stride;
        }
        return last < 0 || last >= most ? most + 1 : last + 1;
    }

    /** {@return the values of a tensor, one behind the other, out of its storage} */
    static byte[] gathered(StoredTensor tensor, byte[] storage, int width) {
        int count = Math.toIntExact(count(tensor.sizes(), Integer.MAX_VALUE));
        ByteBuffer out = ByteBuffer.allocate(Math.multiplyExact(count, width));
        for (int value = 0; value < count; value++) {
            long at = tensor.offset();
            int rest = value;
            for (int i = tensor.sizes().size() - 1; i >= 0; i--) {
                int size = Math.toIntExact(tensor.sizes().get(i));
                at += rest % size * tensor.strides().get(i);
                rest /= size;
            }
            out.put(storage, Math.toIntExact(at * width), width);
        }
        return out.array();
    }
}
