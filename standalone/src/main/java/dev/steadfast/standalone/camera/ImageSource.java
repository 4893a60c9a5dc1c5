package dev.steadfast.standalone.camera;

import java.util.Optional;

/**
 * Images, one after the other.
 *
 * <p>Threading notes: one thread asks for images, and is interrupted to make it stop; then the source is closed, by any thread.
 */
public interface ImageSource extends AutoCloseable {

    /**
     * Waits for the next image.
     *
     * @return empty at the end
     * @throws UnusableImageException if it cannot be published; the one after it may be better
     * @throws SourceException if no more can come
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    Optional<SourceImage> next() throws UnusableImageException, InterruptedException;

    /** Lets go of what is open. */
    @Override
    void close();
}
