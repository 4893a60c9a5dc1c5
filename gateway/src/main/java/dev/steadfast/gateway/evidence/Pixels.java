package dev.steadfast.gateway.evidence;

import dev.steadfast.gateway.problems.Problem;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** Pixels as clients take them. */
final class Pixels {

    private static final int CHANNELS = 3;
    private static final Pattern SIZE = Pattern.compile(".*;width=(\\d{1,5});height=(\\d{1,5})");

    private Pixels() {}

    /** Red, green, blue, row by row, of planes that come channel first. */
    static byte[] interleaved(ByteBuffer planes, int height, int width) {
        int size = height * width;
        byte[] pixels = new byte[CHANNELS * size];
        int start = planes.position();
        for (int pixel = 0; pixel < size; pixel++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                pixels[CHANNELS * pixel + channel] = planes.get(start + channel * size + pixel);
            }
        }
        return pixels;
    }

    /**
     * A frame of raw pixels as PNG.
     *
     * @param contentType which tells width and height
     * @throws dev.steadfast.gateway.problems.ProblemException 410 if it does not, or the pixels are not as many
     */
    static byte[] png(String contentType, byte[] pixels) {
        Matcher size = SIZE.matcher(contentType);
        if (size.matches()) {
            int width = Integer.parseInt(size.group(1));
            int height = Integer.parseInt(size.group(2));
            if ((long) CHANNELS * width * height == pixels.length) {
                return png(pixels, height, width);
            }
        }
        throw Problem.of(410, "the frame cannot be shown: it is of the type " + contentType)
                .exception();
    }

    /** Pixels of red, green, blue, row by row, as PNG. */
    static byte[] png(byte[] pixels, int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int pixel = 0; pixel < height * width; pixel++) {
            int at = CHANNELS * pixel;
            int rgb = Byte.toUnsignedInt(pixels[at]) << 16
                    | Byte.toUnsignedInt(pixels[at + 1]) << 8
                    | Byte.toUnsignedInt(pixels[at + 2]);
            image.setRGB(pixel % width, pixel / width, rgb);
        }
        try (ByteArrayOutputStream file = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", file);
            return file.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
