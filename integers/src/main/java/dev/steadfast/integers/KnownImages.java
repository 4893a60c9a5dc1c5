package dev.steadfast.integers;

import dev.steadfast.bundles.InputShape;
import dev.steadfast.smoothing.noise.NoiseKey;

/**
 * The images by which an engine is compared with the interpreter. Value i of number r is {@code i * (r + 1)}, modulo 256: a ramp. Its noise is that of sample r
 * under the key of zeros.
 */
public final class KnownImages {
    /** The key of their noise. */
    public static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);

    /** How many a bundle is given logits of. */
    static final int USUAL = 4;

    private KnownImages() {}

    /** {@return an image, {@code uint8}, flat and channel-first} */
    public static byte[] image(InputShape shape, int number) {
        byte[] image = new byte[shape.values()];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i * (number + 1));
        }
        return image;
    }
}
