package dev.steadfast.models;

import dev.steadfast.bundles.InputShape;
import java.util.Arrays;

/** Canonical images for tests. */
final class Images {
    private Images() {}

    /** An image of one colour, each channel 0 to 255. */
    static byte[] of(InputShape shape, int red, int green, int blue) {
        int pixels = shape.height() * shape.width();
        byte[] image = new byte[shape.values()];
        Arrays.fill(image, 0, pixels, (byte) red);
        Arrays.fill(image, pixels, 2 * pixels, (byte) green);
        Arrays.fill(image, 2 * pixels, 3 * pixels, (byte) blue);
        return image;
    }

    /** An image without any colour, of which noise makes red, green or blue alike. */
    static byte[] grey(InputShape shape) {
        return of(shape, 128, 128, 128);
    }
}
