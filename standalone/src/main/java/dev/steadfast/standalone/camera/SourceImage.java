package dev.steadfast.standalone.camera;

import java.nio.file.Path;

/**
 * An image, and where it comes from.
 *
 * @param origin for people; without passwords
 * @param image the image
 */
public record SourceImage(String origin, EncodedImage image) {

    /** One that has been received. */
    static SourceImage of(String origin, byte[] bytes) throws UnusableImageException {
        try {
            return new SourceImage(origin, EncodedImage.of(bytes));
        } catch (UnusableImageException e) {
            throw e.of(origin);
        }
    }

    /** One of a file. */
    static SourceImage read(Path file) throws UnusableImageException {
        try {
            return new SourceImage(file.toString(), EncodedImage.read(file));
        } catch (UnusableImageException e) {
            throw e.of(file.toString());
        }
    }
}
