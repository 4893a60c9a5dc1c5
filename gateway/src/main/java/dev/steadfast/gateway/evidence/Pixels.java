package dev.steadfast.gateway.evidence;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.images.ImageType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Pixels as clients take them. */
final class Pixels {

    private static final int CHANNELS = 3;

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
     * @throws dev.steadfast.gateway.problems.ProblemException 410 if the pixels are not as many as its type says, or none
     */
    static byte[] png(ImageType.RawRgb type, byte[] pixels) {
        if ((long) CHANNELS * type.width() * type.height() != pixels.length) {
            throw Problem.of(410, "the frame cannot be shown: it is not of the size of its type " + type.contentType())
                    .exception();
        }
        if (pixels.length == 0) {
            throw Problem.of(410, "the frame cannot be shown: it has no pixels").exception();
        }
        return png(pixels, type.height(), type.width());
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
