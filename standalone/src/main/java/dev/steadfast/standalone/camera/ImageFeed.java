package dev.steadfast.standalone.camera;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source while images are being sent: hands each over in turn, or only the newest.
 *
 * <p>Threading notes: an own thread reads the source, one other thread takes the images, any thread may stop the reading. They share the one
 * image that waits to be taken, the counts and the end, under a lock. Complaints are made on the reading thread.
 */
public final class ImageFeed implements AutoCloseable {

    private final ImageSource source;
    private final boolean newestOnly;
    private final Consumer<String> complaints;
    private final Thread reader = new Thread(this::read, "reads-images");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable SourceImage waiting;
    private @Nullable RuntimeException failure;
    private boolean stopped;
    private boolean ended;
    private long late;
    private long unusable;

    private ImageFeed(ImageSource source, boolean newestOnly, Consumer<String> complaints) {
        this.source = source;
        this.newestOnly = newestOnly;
        this.complaints = complaints;
        reader.setDaemon(true);
    }

    /**
     * Begins to read.
     *
     * @param source is closed when the reading ends
     * @param newestOnly whether an image that was not taken yet is dropped for the next one; else the next one waits
     * @param complaints hears what is wrong with each image that cannot be used
     */
    public static ImageFeed start(ImageSource source, boolean newestOnly, Consumer<String> complaints) {
        ImageFeed feed = new ImageFeed(source, newestOnly, complaints);
        feed.reader.start();
        return feed;
    }

    /**
     * Waits for the next image.
     *
     * @return empty when the source has ended, or was stopped and what had been read was taken
     * @throws SourceException if the source has failed
     */
    public Optional<SourceImage> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting == null && !ended) {
                changed.await();
            }
            Optional<SourceImage> taken = Optional.ofNullable(waiting);
            waiting = null;
            changed.signalAll();
            if (taken.isEmpty() && failure != null) {
                throw failure;
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Reads no more. What has been read can still be taken, and then comes the end. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
        } finally {
            lock.unlock();
        }
        reader.interrupt();
        source.close();
    }

    /** How many images were dropped for newer ones. */
    public long late() {
        lock.lock();
        try {
            return late;
        } finally {
            lock.unlock();
        }
    }

    /** How many images could not be used. */
    public long unusable() {
        lock.lock();
        try {
            return unusable;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void read() {
        try (source) {
            boolean more = true;
            while (more) {
                more = readOne() && !Thread.interrupted();
            }
            end(null);
        } catch (InterruptedException e) {
            end(null); // stopped
        } catch (RuntimeException e) {
            end(e);
        } catch (Error e) { // who waits for the next image must hear of it
            end(new IllegalStateException("images can no longer be read: " + e, e));
        }
    }

    /** Returns whether there may be more. */
    private boolean readOne() throws InterruptedException {
        try {
            Optional<SourceImage> image = source.next();
            if (image.isPresent()) {
                offer(image.get());
            }
            return image.isPresent();
        } catch (UnusableImageException e) {
            count();
            complaints.accept(String.valueOf(e.getMessage()));
            return true;
        }
    }

    private void offer(SourceImage image) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting != null && !newestOnly) {
                changed.await();
            }
            late += waiting == null ? 0 : 1;
            waiting = image;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void count() {
        lock.lock();
        try {
            unusable++;
        } finally {
            lock.unlock();
        }
    }

    /** What fails once the reading was stopped, fails because of it. */
    private void end(@Nullable RuntimeException cause) {
        lock.lock();
        try {
            ended = true;
            failure = stopped ? null : cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
