package dev.steadfast.standalone.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;

/**
 * What a camera sees through a lens that has steamed up: blurred, pale, and noisy, since it turns up its gain. For the demo: there is
 * little left to be seen.
 *
 * @param blur pixels that are mixed into one on each side
 * @param contrast what is left of the differences, 0 to 1
 * @param noise standard deviation of the sensor's noise, of 255
 */
record FoggedLens(int blur, double contrast, double noise) {

    private static final int GREY = 128;
    private static final int CHANNELS = 3;

    /**
     * The picture, seen through the lens.
     *
     * @param png any picture
     * @param random of the sensor
     */
    byte[] see(byte[] png, RandomGenerator random) {
        try {
            BufferedImage clear = ImageIO.read(new ByteArrayInputStream(png));
            BufferedImage fogged = new BufferedImage(clear.getWidth(), clear.getHeight(), BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < clear.getHeight(); y++) {
                for (int x = 0; x < clear.getWidth(); x++) {
                    fogged.setRGB(x, y, pixel(clear, x, y, random));
                }
            }
            ByteArrayOutputStream encoded = new ByteArrayOutputStream();
            ImageIO.write(fogged, "png", encoded);
            return encoded.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a picture in memory cannot be read or written", e);
        }
    }

    private int pixel(BufferedImage clear, int x, int y, RandomGenerator random) {
        int pixel = 0;
        for (int channel = 0; channel < CHANNELS; channel++) {
            double seen = GREY + contrast * (mean(clear, x, y, Byte.SIZE * channel) - GREY);
            long value = Math.round(seen + noise * random.nextGaussian());
            int clipped = (int) Math.max(0, Math.min(value, 255));
            pixel |= clipped << (Byte.SIZE * channel);
        }
        return pixel;
    }

    private double mean(BufferedImage clear, int x, int y, int shift) {
        int sum = 0;
        int count = 0;
        for (int row = Math.max(0, y - blur); row <= Math.min(clear.getHeight() - 1, y + blur); row++) {
            for (int column = Math.max(0, x - blur); column <= Math.min(clear.getWidth() - 1, x + blur); column++) {
                sum += (clear.getRGB(column, row) >> shift) & 0xff;
                count++;
            }
        }
        return (double) sum / count;
    }
}
