package dev.steadfast.quantisation;

import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.SigmaRange;
import dev.steadfast.smoothing.noise.GridNoise;
import dev.steadfast.smoothing.noise.NoiseKey;
import java.util.List;

/**
 * What a network is calibrated on: images under noise of the levels that it was made for, each level as often as the others.
 *
 * @param shape of an image
 * @param pixels whole numbers, image after image, beyond 0 to 255 where noise is
 * @param sigmas of each image
 * @param reach how far pixels are from grey, but for one in 16,000
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared
record NoisyImages(InputShape shape, float[] pixels, float[] sigmas, double reach) {
    private static final double GREY = 128;
    private static final double DEVIATIONS = 4;
    private static final int LEVELS = 8;

    /** Draws noise; the same each time. Levels are spread evenly over the logarithm of sigma. */
    static NoisyImages of(InputShape shape, List<byte[]> images, SigmaRange range) {
        float[] pixels = new float[images.size() * shape.values()];
        float[] sigmas = new float[images.size()];
        short[] noise = new short[shape.values()];
        NoiseKey key = NoiseKey.of(new byte[NoiseKey.BYTES]);
        for (int i = 0; i < images.size(); i++) {
            double sigma = range.min() * Math.pow(range.max() / range.min(), i % LEVELS / (LEVELS - 1.0));
            sigmas[i] = (float) Math.max(range.min(), Math.min(sigma, range.max()));
            GridNoise.of(sigmas[i]).stream(key).fill(i, noise);
            for (int j = 0; j < noise.length; j++) {
                pixels[i * noise.length + j] = Byte.toUnsignedInt(images.get(i)[j]) + noise[j];
            }
        }
        return new NoisyImages(shape, pixels, sigmas, GREY + DEVIATIONS * 255 * range.max());
    }

    int count() {
        return sigmas.length;
    }

    /** {@return these images without their noise} */
    NoisyImages denoised(float[] otherPixels) {
        return new NoisyImages(shape, otherPixels, sigmas, GREY);
    }
}
