package dev.steadfast.images;

import dev.steadfast.images.ImageException.Problem;
import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.Decoded;
import dev.steadfast.images.formats.FormatException;
import dev.steadfast.images.formats.Orientation;
import dev.steadfast.images.formats.jpeg.JpegDecoder;
import dev.steadfast.images.formats.png.PngDecoder;
import java.util.function.LongSupplier;

/**
 * Decodes PNG, JPEG and raw pixels within limits, by rules of its own: the same bytes give the same pixels, or the same refusal, on every
 * machine and JDK. Of native code only the JDK's zlib takes part, for PNG.
 *
 * <p>Samples are taken as they are stored: colour profiles (ICC) and gamma are ignored in both formats. Alpha is ignored, grey becomes
 * three equal channels, samples of 16 bits are rounded to 8. JPEGs come out as libjpeg decodes them in its default settings. Immutable;
 * safe for use by several threads.
 *
 * @param limits what an image may cost
 * @param orientation what is made of EXIF data
 */
public record ImageDecoder(DecodingLimits limits, OrientationRule orientation) {

    /** The rules by which bytes become pixels. Another number says that some bytes may give other pixels. */
    private static final String VERSION = "steadfast-1";

    /** {@return the rules by which pixels are made, as receipts name them} */
    public String rules() {
        return "%s orientation=%s".formatted(VERSION, orientation);
    }

    /**
     * Decodes one image.
     *
     * @param contentType a media type, see {@link ImageType}
     * @throws ImageException if the bytes are not such an image, or one beyond the limits
     */
    public RgbImage decode(String contentType, byte[] encoded) throws ImageException {
        return decode(contentType, encoded, System::nanoTime);
    }

    /** Decodes one image, by a clock that is given. */
    RgbImage decode(String contentType, byte[] encoded, LongSupplier nanoTime) throws ImageException {
        if (encoded.length > limits.maxBytes()) {
            throw new ImageException(
                    Problem.TOO_LARGE,
                    "the image has %d bytes, at most %d are taken".formatted(encoded.length, limits.maxBytes()));
        }
        ImageType type = ImageType.parse(contentType);
        type.requireBeginning(encoded);
        try {
            Budget budget = new Budget(
                    limits.maxPixels(),
                    limits.maxScans(),
                    limits.maxWork(),
                    limits.maxMemory(),
                    limits.maxTime().toNanos(),
                    nanoTime);
            if (type instanceof ImageType.RawRgb raw) {
                budget.requireSize(raw.width(), raw.height());
                return raw(raw, encoded);
            }
            return upright(
                    type instanceof ImageType.Png
                            ? PngDecoder.decode(encoded, budget)
                            : JpegDecoder.decode(encoded, budget));
        } catch (FormatException e) {
            throw new ImageException(problem(e.fault()), "the %s image %s".formatted(type, e.getMessage()), e);
        }
    }

    private RgbImage upright(Decoded image) {
        Orientation turned = orientation == OrientationRule.EXIF
                ? image.orientation().orElse(Orientation.UPRIGHT)
                : Orientation.UPRIGHT;
        Decoded upright = turned.apply(image);
        return new RgbImage(upright.width(), upright.height(), upright.rgb());
    }

    private static RgbImage raw(ImageType.RawRgb size, byte[] pixels) throws ImageException {
        long needed = 3L * size.width() * size.height();
        if (pixels.length != needed) {
            throw new ImageException(
                    Problem.UNREADABLE,
                    "%d x %d raw pixels need %d bytes, were %d"
                            .formatted(size.width(), size.height(), needed, pixels.length));
        }
        return new RgbImage(size.width(), size.height(), pixels.clone());
    }

    private static Problem problem(FormatException.Fault fault) {
        return switch (fault) {
            case CORRUPT -> Problem.UNREADABLE;
            case UNSUPPORTED -> Problem.UNSUPPORTED_IMAGE;
            case TOO_MANY_PIXELS -> Problem.TOO_MANY_PIXELS;
            case TOO_MANY_SCANS -> Problem.TOO_MANY_SCANS;
            case TOO_MUCH_WORK -> Problem.TOO_MUCH_WORK;
            case OUT_OF_TIME -> Problem.OUT_OF_TIME;
        };
    }
}
