package dev.steadfast.images;

import dev.steadfast.images.ImageException.Problem;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG, JPEG and raw pixels within limits. The number of pixels is read from the header and checked before any pixel is decoded,
 * so that a small file cannot unfold into a large picture.
 *
 * <p>Alpha is ignored, grey becomes three equal channels, 16-bit samples are rounded to 8 bits; orientation tags are ignored. Immutable;
 * safe for use by several threads.
 *
 * @param maxBytes the largest encoded image, in bytes
 * @param maxPixels the largest image, in pixels
 */
public record ImageDecoder(int maxBytes, int maxPixels) {

    /**
     * Decodes one image.
     *
     * @param contentType a media type, see {@link ImageType}
     * @throws ImageException if the bytes are not such an image, or one beyond the limits
     */
    public RgbImage decode(String contentType, byte[] encoded) throws ImageException {
        if (encoded.length == 0) {
            throw new ImageException(Problem.EMPTY, "the image has no bytes");
        }
        if (encoded.length > maxBytes) {
            throw new ImageException(
                    Problem.TOO_LARGE,
                    "the image has %d bytes, at most %d are taken".formatted(encoded.length, maxBytes));
        }
        ImageType type = ImageType.parse(contentType);
        type.requireBeginning(encoded);
        if (type instanceof ImageType.RawRgb raw) {
            return raw(raw.width(), raw.height(), encoded);
        }
        return decode(type instanceof ImageType.Png ? "png" : "jpeg", encoded);
    }

    private RgbImage raw(int width, int height, byte[] pixels) throws ImageException {
        requirePixels(width, height);
        if (pixels.length != 3L * width * height) {
            throw new ImageException(
                    Problem.UNREADABLE,
                    "%d x %d raw pixels need %d bytes, were %d"
                            .formatted(width, height, 3L * width * height, pixels.length));
        }
        return new RgbImage(width, height, pixels.clone());
    }

    private RgbImage decode(String format, byte[] encoded) throws ImageException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        try (ImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            // The JPEG decoder only warns of a file that ends early, and fills what is missing with grey.
            AtomicBoolean truncated = new AtomicBoolean();
            reader.addIIOReadWarningListener((source, warning) -> {
                if (warning.startsWith("Truncated") || warning.contains("premature end")) {
                    truncated.set(true);
                }
            });
            reader.setInput(input, true, true);
            requirePixels(reader.getWidth(0), reader.getHeight(0));
            BufferedImage image = reader.read(0);
            if (truncated.get()) {
                throw new ImageException(Problem.UNREADABLE, "the " + format + " image ends before its last pixel");
            }
            return rgb(image);
        } catch (IOException | RuntimeException e) { // the decoders also throw unchecked exceptions on corrupt data
            throw new ImageException(
                    Problem.UNREADABLE, "the " + format + " image cannot be decoded: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    private void requirePixels(int width, int height) throws ImageException {
        if (width < 1 || height < 1) {
            throw new ImageException(Problem.UNREADABLE, "the image has no pixels: %d x %d".formatted(width, height));
        }
        if ((long) width * height > maxPixels) {
            throw new ImageException(
                    Problem.TOO_MANY_PIXELS,
                    "the image has %d x %d pixels, at most %d in all are taken".formatted(width, height, maxPixels));
        }
    }

    private static RgbImage rgb(BufferedImage image) {
        boolean grey = image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_GRAY
                && !(image.getColorModel() instanceof IndexColorModel);
        return grey ? fromGrey(image) : fromColour(image);
    }

    private static RgbImage fromColour(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width];
        int i = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                rgb[i++] = (byte) (pixel >> 16);
                rgb[i++] = (byte) (pixel >> 8);
                rgb[i++] = (byte) pixel;
            }
        }
        return new RgbImage(width, image.getHeight(), rgb);
    }

    /** Takes the samples as they are: Java's own conversion treats grey as linear light and would brighten it. */
    private static RgbImage fromGrey(BufferedImage image) {
        Raster raster = image.getRaster();
        int white = (1 << image.getColorModel().getComponentSize(0)) - 1;
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width];
        int i = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getSamples(0, y, width, 1, 0, row);
            for (int sample : row) {
                byte value = (byte) ((sample * 255 + white / 2) / white);
                rgb[i++] = value;
                rgb[i++] = value;
                rgb[i++] = value;
            }
        }
        return new RgbImage(width, image.getHeight(), rgb);
    }
}
