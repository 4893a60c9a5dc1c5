package dev.steadfast.training.data;

import java.util.SplittableRandom;

/**
 * Random changes of a training image that keep its class: a mirror image half of the time, and a shift by up to some pixels each
 * way, what leaves on one side coming back mirrored at the edge.
 *
 * @param flip whether to mirror left and right
 * @param shift the greatest shift in pixels, 0 for none
 */
public record Augmentation(boolean flip, int shift) {

    /** The images as they are. */
    public static final Augmentation NONE = new Augmentation(false, 0);

    /** @throws IllegalArgumentException if the shift is negative */
    public Augmentation {
        if (shift < 0) {
            throw new IllegalArgumentException("shift must be 0 or more, but is " + shift);
        }
    }

    /** Writes one changed image, channel-first, to {@code target} from {@code offset} on. */
    void apply(byte[] image, int height, int width, SplittableRandom random, byte[] target, int offset) {
        boolean mirrored = flip && random.nextBoolean();
        int down = shift == 0 ? 0 : random.nextInt(-shift, shift + 1);
        int right = shift == 0 ? 0 : random.nextInt(-shift, shift + 1);
        int[] columns = new int[width];
        for (int x = 0; x < width; x++) {
            int column = reflect(x + right, width);
            columns[x] = mirrored ? width - 1 - column : column;
        }
        int channels = image.length / (height * width);
        int to = offset;
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                int row = (c * height + reflect(y + down, height)) * width;
                for (int x = 0; x < width; x++) {
                    target[to++] = image[row + columns[x]];
                }
            }
        }
    }

    private static int reflect(int at, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int folded = Math.floorMod(at, period);
        return folded < length ? folded : period - folded;
    }
}
