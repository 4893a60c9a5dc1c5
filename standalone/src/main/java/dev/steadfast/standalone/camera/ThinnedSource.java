package dev.steadfast.standalone.camera;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Passes on at most so many images a second of another source, on average, and drops the others.
 *
 * <p>Threading notes: as any source; the number of those dropped may be asked for by any thread.
 */
public final class ThinnedSource implements ImageSource {

    private final ImageSource source;
    private final long intervalNanos;
    private final LongSupplier nanoTime;
    private final AtomicLong thinned = new AtomicLong();
    private long due;

    /**
     * Thins a source, which is closed with this one.
     *
     * @param perSecond images a second, greater than 0; infinity for all
     */
    public ThinnedSource(ImageSource source, double perSecond) {
        this(source, perSecond, System::nanoTime);
    }

    ThinnedSource(ImageSource source, double perSecond, LongSupplier nanoTime) {
        this.source = source;
        this.intervalNanos = Math.round(Duration.ofSeconds(1).toNanos() / perSecond);
        this.nanoTime = nanoTime;
        this.due = nanoTime.getAsLong();
    }

    @Override
    public Optional<SourceImage> next() throws UnusableImageException, InterruptedException {
        while (true) {
            Optional<SourceImage> image = source.next();
            if (image.isEmpty() || isDue(nanoTime.getAsLong())) {
                return image;
            }
            thinned.incrementAndGet();
        }
    }

    /** How many images were dropped. */
    public long thinned() {
        return thinned.get();
    }

    @Override
    public void close() {
        source.close();
    }

    /** Images that come a little late do not make the next ones late, as they would if the interval began anew with each. */
    private boolean isDue(long now) {
        if (now - due < 0) {
            return false;
        }
        due = now - due < intervalNanos ? due + intervalNanos : now + intervalNanos;
        return true;
    }
}
