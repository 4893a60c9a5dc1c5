package dev.steadfast.standalone.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Images that an ordinary encoder has written. */
public final class TestImages {

    private TestImages() {}

    public static byte[] jpeg(int seed) {
        return encode("jpeg", ImageWriteParam.MODE_DISABLED, seed);
    }

    /** Several scans, with tables between them. */
    public static byte[] progressiveJpeg(int seed) {
        return encode("jpeg", ImageWriteParam.MODE_DEFAULT, seed);
    }

    public static byte[] png(int seed) {
        return encode("png", ImageWriteParam.MODE_COPY_FROM_METADATA, seed);
    }

    /** All of one colour. */
    public static byte[] png(Color colour) throws IOException {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D pencil = image.createGraphics();
        pencil.setColor(colour);
        pencil.fillRect(0, 0, image.getWidth(), image.getHeight());
        pencil.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** With a whole JPEG in an application segment, as cameras write thumbnails. */
    public static byte[] jpegWithThumbnail(int seed) {
        byte[] image = jpeg(seed);
        byte[] thumbnail = jpeg(seed + 1);
        int length = thumbnail.length + 2;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(image, 0, 2);
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
        bytes.writeBytes(thumbnail);
        bytes.write(image, 2, image.length - 2);
        return bytes.toByteArray();
    }

    private static byte[] encode(String format, int progressiveMode, int seed) {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Random colours = new Random(seed);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colours.nextInt(1 << 24));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (parameters.canWriteProgressive()) {
                parameters.setProgressiveMode(progressiveMode);
            }
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
