package dev.steadfast.standalone.camera;

import dev.steadfast.images.ImageType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * An image as it travels. Only its first bytes have been looked at: what the rest is worth is up to the intake.
 *
 * @param contentType image/png or image/jpeg
 * @param bytes the encoded image
 */
public record EncodedImage(String contentType, ByteBuffer bytes) {

    /** The largest image that fits a record. */
    public static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final int SHOWN_BYTES = 8;

    /**
     * Recognises an image.
     *
     * @throws UnusableImageException if it is empty, too large, or begins like neither PNG nor JPEG
     */
    static EncodedImage of(byte[] bytes) throws UnusableImageException {
        if (bytes.length == 0) {
            throw new UnusableImageException("is empty");
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        ImageType type = ImageType.ofBytes(bytes)
                .orElseThrow(() -> new UnusableImageException("is neither PNG nor JPEG: it begins with the bytes "
                        + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length))));
        return new EncodedImage(type.contentType(), ByteBuffer.wrap(bytes));
    }

    /**
     * Reads a file, never more of it than fits a record.
     *
     * @throws UnusableImageException if it cannot be read, or is no such image
     */
    public static EncodedImage read(Path file) throws UnusableImageException {
        try (InputStream input = Files.newInputStream(file)) {
            return of(input.readNBytes(MAX_BYTES + 1));
        } catch (NoSuchFileException e) {
            throw new UnusableImageException("does not exist", e);
        } catch (AccessDeniedException e) {
            throw new UnusableImageException("may not be read", e);
        } catch (IOException e) {
            throw new UnusableImageException("cannot be read: " + e.getMessage(), e);
        }
    }

    /** What is wrong with an image of more than {@link #MAX_BYTES}. */
    static UnusableImageException tooLarge() {
        return new UnusableImageException("has more than %d bytes, the most that Kafka takes".formatted(MAX_BYTES));
    }
}
