package dev.steadfast.evaluation.measurement;

/**
 * Which images of a dataset are measured: those with the indices offset, offset + every, offset + 2 every, ...
 *
 * @param offset index of the first, 0 or more
 * @param every the distance to the next, at least 1
 * @param max most images, at least 1
 */
public record Selection(int offset, int every, int max) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public Selection {
        check("offset", offset, 0);
        check("every", every, 1);
        check("max", max, 1);
    }

    /** {@return how many images these are, of a dataset of {@code size}; 0 if the offset lies behind its end} */
    public int images(int size) {
        return offset >= size ? 0 : Math.min(max, (size - 1 - offset) / every + 1);
    }

    /** {@return the index of the i-th image, i from 0} */
    public int index(int i) {
        return Math.toIntExact(offset + (long) i * every);
    }

    private static void check(String name, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
    }
}
