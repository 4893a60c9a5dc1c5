package dev.steadfast.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * An image as it travels. Only its first bytes have been looked at: what the rest is worth is up to the intake.
 *
 * @param contentType image/png or image/jpeg
 * @param bytes the encoded image
 */
record EncodedImage(String contentType, ByteBuffer bytes) {

    /** The largest image that fits a record. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
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
            throw new UnusableImageException("has more than %d bytes, the most that Kafka takes".formatted(MAX_BYTES));
        }
        if (startsWith(bytes, PNG)) {
            return new EncodedImage("image/png", ByteBuffer.wrap(bytes));
        } else if (startsWith(bytes, JPEG)) {
            return new EncodedImage("image/jpeg", ByteBuffer.wrap(bytes));
        }
        throw new UnusableImageException("is neither PNG nor JPEG: it begins with the bytes "
                + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, Math.min(SHOWN_BYTES, bytes.length)));
    }

    /**
     * Reads a file, never more of it than fits a record.
     *
     * @throws UnusableImageException if it cannot be read, or is no such image
     */
    static EncodedImage read(Path file) throws UnusableImageException {
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

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
