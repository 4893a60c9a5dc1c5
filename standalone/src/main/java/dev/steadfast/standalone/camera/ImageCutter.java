package dev.steadfast.standalone.camera;

import java.io.IOException;
import java.util.Optional;

/** Finds where images begin and end in a stream of bytes; what they are worth, others judge. Used by one thread. */
interface ImageCutter {

    /**
     * Waits for the next image.
     *
     * @return all its bytes; empty at the end of the stream
     * @throws UnusableImageException if it is cut off, malformed or too large; the one after it may be better
     * @throws IOException if the stream cannot be read
     */
    Optional<byte[]> next() throws UnusableImageException, IOException, InterruptedException;
}
