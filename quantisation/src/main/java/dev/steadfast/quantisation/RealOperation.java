package dev.steadfast.quantisation;

import java.util.List;

/** One step of a network in floating point: integers would compute it in the same order. A source is the number of an earlier step. */
sealed interface RealOperation {

    /** {@return the steps that it reads, each once} */
    default List<Integer> sources() {
        if (this instanceof Convolved convolved) {
            return List.of(convolved.from);
        } else if (this instanceof Added added) {
            return added.left == added.right ? List.of(added.left) : List.of(added.left, added.right);
        } else if (this instanceof Shuffled shuffled) {
            return List.of(shuffled.from);
        } else if (this instanceof Pooled pooled) {
            return List.of(pooled.from);
        } else if (this instanceof Classified classified) {
            return List.of(classified.from);
        } else if (this instanceof Denoised denoised) {
            return List.of(denoised.from);
        }
        return List.of();
    }

    /**
     * Pixels, as the network wants them.
     *
     * @param block rows and columns that become channels, in the order row, column, colour
     * @param channels in all; what is told of sigma comes behind the pixels, zeros behind that
     */
    record Read(int block, int channels) implements RealOperation {}

    record Convolved(int from, RealKernel kernel, boolean rectified) implements RealOperation {}

    record Added(int left, int right, boolean rectified) implements RealOperation {}

    /** Channels in the order row, column, channel. */
    record Shuffled(int from, int block) implements RealOperation {}

    record Pooled(int from, int size) implements RealOperation {}

    /**
     * A linear layer on pooled channels.
     *
     * @param largest whether the largest of a channel counts, and not the mean; a linear layer follows
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by identity, never changed
    record Classified(int from, boolean largest, float[] weights, float[] biases) implements RealOperation {}

    /** The noise that is taken from the pixels, in units of sigma. */
    record Denoised(int from, RealKernel kernel, int block) implements RealOperation {}
}
