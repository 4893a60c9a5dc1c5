package dev.steadfast.images;

/**
 * Pixels of an image: 8 bits a channel, sRGB.
 *
 * @param width columns, at least 1
 * @param height rows, at least 1
 * @param rgb {@code height} rows of {@code width} pixels of 3 bytes, red first; not copied, so owned by this image from now on
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and copying megapixels would cost
public record RgbImage(int width, int height, byte[] rgb) {

    public RgbImage {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException("%d x %d pixels of 3 bytes need %d bytes, were %d"
                    .formatted(width, height, 3L * width * height, rgb.length));
        }
    }
}
