package dev.steadfast.standalone.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Images that an ordinary encoder has written. */
public final class TestImages {

    private static final float QUALITY = 0.75f;

    private TestImages() {}

    public static byte[] jpeg(int seed) {
        return dev.steadfast.images.TestImages.jpeg(noise(seed), QUALITY, false);
    }

    /** Several scans, with tables between them. */
    public static byte[] progressiveJpeg(int seed) {
        return dev.steadfast.images.TestImages.jpeg(noise(seed), QUALITY, true);
    }

    public static byte[] png(int seed) {
        return dev.steadfast.images.TestImages.png(noise(seed), false);
    }

    /** All of one colour. */
    public static byte[] png(Color colour) {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D pencil = image.createGraphics();
        pencil.setColor(colour);
        pencil.fillRect(0, 0, image.getWidth(), image.getHeight());
        pencil.dispose();
        return dev.steadfast.images.TestImages.png(image, false);
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

    private static BufferedImage noise(int seed) {
        BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
        Random colours = new Random(seed);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, colours.nextInt(1 << 24));
            }
        }
        return image;
    }
}
