package dev.steadfast.images;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Encoded images, made where they are needed. */
public final class TestImages {

    private TestImages() {}

    /** A picture whose pixel (x, y) has red x, green y and blue 200. */
    public static BufferedImage gradient(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x & 0xff) << 16 | (y & 0xff) << 8 | 200);
            }
        }
        return image;
    }

    public static byte[] encode(String format, BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, bytes)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** As the JDK writes it: a progressive one has ten scans. */
    public static byte[] jpeg(BufferedImage image, float quality, boolean progressive) {
        return write("jpeg", image, parameters -> {
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            parameters.setProgressiveMode(progressive ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED);
        });
    }

    private static byte[] write(String format, BufferedImage image, Consumer<ImageWriteParam> choices) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream output = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            choices.accept(parameters);
            writer.setOutput(output);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    public static byte[] png(int width, int height) {
        return encode("png", gradient(width, height));
    }

    public static byte[] png(BufferedImage image, boolean interlaced) {
        return write(
                "png",
                image,
                parameters -> parameters.setProgressiveMode(
                        interlaced ? ImageWriteParam.MODE_DEFAULT : ImageWriteParam.MODE_DISABLED));
    }

    /** Its pixels, red first. */
    public static byte[] rgb(BufferedImage image) {
        ByteArrayOutputStream rgb = new ByteArrayOutputStream();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int pixel = image.getRGB(x, y);
                rgb.writeBytes(new byte[] {(byte) (pixel >> 16), (byte) (pixel >> 8), (byte) pixel});
            }
        }
        return rgb.toByteArray();
    }

    /** EXIF data: one directory with another entry and the orientation. */
    public static byte[] exif(ByteOrder order, int orientation, int fieldType) {
        return ByteBuffer.allocate(8 + 2 + 2 * 12)
                .order(order)
                .putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 2)
                .putShort((short) 0x010f)
                .putShort((short) 2)
                .putInt(4)
                .putInt(0x41414100)
                .putShort((short) 0x0112)
                .putShort((short) fieldType)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .array();
    }

    /** A PNG with EXIF data. */
    public static byte[] withExif(byte[] png, byte[] exif) {
        int header = 8 + 25;
        ByteArrayOutputStream tagged = new ByteArrayOutputStream();
        tagged.write(png, 0, header);
        tagged.writeBytes(chunk("eXIf", exif));
        tagged.write(png, header, png.length - header);
        return tagged.toByteArray();
    }

    /** A PNG file of some sixty bytes that announces a picture of any size. */
    public static byte[] pngAnnouncing(int width, int height) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put(new byte[] {8, 2, 0, 0, 0})
                .array();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.writeBytes(chunk("IHDR", header));
        png.writeBytes(chunk("IDAT", new byte[] {0x78, (byte) 0x9c, 1, 0, 0, (byte) 0xff, (byte) 0xff, 0, 0, 0, 1}));
        png.writeBytes(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    static byte[] chunk(String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(name)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }
}
