package dev.steadfast.standalone;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.NoSuchElementException;

/**
 * Cuts a stream of JPEG images, one after the other, into images. What lies between them (a multipart header, padding) is passed over.
 *
 * <p>It follows the marker segments (ITU-T T.81, annex B), so that the images which others carry within them, such as thumbnails, stay
 * where they are. A segment has a length, and entropy-coded data reach to the next marker that is neither a stuffed zero nor a restart.
 * Used by one thread.
 */
final class JpegStream {

    private static final int BUFFER = 64 * 1024;

    private static final int MARKER = 0xff;
    private static final int STUFFED = 0x00;
    private static final int TEMPORARY = 0x01;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;
    private static final int START_OF_IMAGE = 0xd8;
    private static final int END_OF_IMAGE = 0xd9;
    private static final int START_OF_SCAN = 0xda;
    private static final int LENGTH_BYTES = 2;

    private final InputStream input;
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();

    /** Whether a start of image was read and nothing after it. */
    private boolean atImage;

    JpegStream(InputStream input) {
        this.input = new BufferedInputStream(input, BUFFER);
    }

    /**
     * Waits for the start of the next image, or the end of the stream.
     *
     * @throws IOException if the stream cannot be read
     */
    boolean hasNext() throws IOException {
        int previous = 0;
        while (!atImage) {
            int current = input.read();
            if (current < 0) {
                return false;
            }
            atImage = previous == MARKER && current == START_OF_IMAGE;
            previous = current;
        }
        return true;
    }

    /**
     * Waits for the rest of the image.
     *
     * @return all its bytes
     * @throws NoSuchElementException if there is none
     * @throws UnusableImageException if it is cut off, malformed or too large; the one after it may be better
     * @throws IOException if the stream cannot be read
     */
    byte[] next() throws UnusableImageException, IOException {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        atImage = false;
        image.reset();
        image.write(MARKER);
        image.write(START_OF_IMAGE);
        try {
            int marker = marker(read());
            while (marker != END_OF_IMAGE) {
                marker = segment(marker);
            }
            return image.toByteArray();
        } catch (EOFException e) {
            throw new UnusableImageException("is cut off after %d bytes".formatted(image.size()), e);
        }
    }

    /** Reads what follows a marker, and the marker after that. */
    private int segment(int marker) throws UnusableImageException, IOException {
        if (marker == TEMPORARY || isRestart(marker)) { // these stand alone
            return marker(read());
        }
        if (marker == START_OF_IMAGE) {
            atImage = true;
            throw new UnusableImageException(
                    "has no end: another image begins after %d bytes".formatted(image.size() - LENGTH_BYTES));
        }
        int length = read() << Byte.SIZE | read();
        if (length < LENGTH_BYTES) {
            throw malformed();
        }
        for (int i = LENGTH_BYTES; i < length; i++) {
            read();
        }
        return marker == START_OF_SCAN ? entropyCodedData() : marker(read());
    }

    /** Reads up to the marker that ends the data. */
    private int entropyCodedData() throws UnusableImageException, IOException {
        while (true) {
            if (read() == MARKER) {
                int code = code();
                if (code != STUFFED && !isRestart(code)) {
                    return code;
                }
            }
        }
    }

    private int marker(int first) throws UnusableImageException, IOException {
        if (first != MARKER) {
            throw malformed();
        }
        int code = code();
        if (code == STUFFED) {
            throw malformed();
        }
        return code;
    }

    /** The byte that tells markers apart; any number of fill bytes may come before it. */
    private int code() throws UnusableImageException, IOException {
        int code = read();
        while (code == MARKER) {
            code = read();
        }
        return code;
    }

    private int read() throws UnusableImageException, IOException {
        int next = input.read();
        if (next < 0) {
            throw new EOFException();
        }
        if (image.size() == EncodedImage.MAX_BYTES) {
            throw new UnusableImageException(
                    "has more than %d bytes, the most that Kafka takes".formatted(EncodedImage.MAX_BYTES));
        }
        image.write(next);
        return next;
    }

    private UnusableImageException malformed() {
        return new UnusableImageException("is not a JPEG: there is no marker segment at byte " + (image.size() - 1));
    }

    private static boolean isRestart(int code) {
        return code >= FIRST_RESTART && code <= LAST_RESTART;
    }
}
