package dev.steadfast.images.formats;

import dev.steadfast.images.formats.FormatException.Fault;
import java.util.function.LongSupplier;

/**
 * What decoding one image may spend. Pixels, scans, their product and the memory are known before a pixel is decoded, and are the same on every
 * machine; time is the last resort against what nobody thought of. Used by one thread.
 */
public final class Budget {

    private final int maxPixels;
    private final int maxScans;
    private final long maxWork;
    private final long maxMemory;
    private final long nanos;
    private final LongSupplier clock;
    private final long start;

    /**
     * @param maxPixels the largest image, in pixels
     * @param maxScans the most scans of a JPEG
     * @param maxWork the most pixels times scans
     * @param maxMemory the most memory that decoding takes at one time, in bytes
     * @param nanos how long decoding may take, in nanoseconds of the clock
     * @param clock as {@link System#nanoTime()}; read now
     */
    public Budget(int maxPixels, int maxScans, long maxWork, long maxMemory, long nanos, LongSupplier clock) {
        this.maxPixels = maxPixels;
        this.maxScans = maxScans;
        this.maxWork = maxWork;
        this.maxMemory = maxMemory;
        this.nanos = nanos;
        this.clock = clock;
        this.start = clock.getAsLong();
    }

    /** Refuses an image by its size. */
    public void requireSize(long width, long height) throws FormatException {
        if (width < 1 || height < 1) {
            throw FormatException.corrupt("has no pixels: %d x %d", width, height);
        }
        if (width > maxPixels || height > maxPixels || width * height > maxPixels) {
            throw FormatException.of(
                    Fault.TOO_MANY_PIXELS, "has %d x %d pixels, at most %d in all are taken", width, height, maxPixels);
        }
    }

    /** Refuses an image by the number of scans that were found so far. */
    public void requireScans(int scans) throws FormatException {
        if (scans > maxScans) {
            throw FormatException.of(Fault.TOO_MANY_SCANS, "has more than %d scans, the most that are taken", maxScans);
        }
    }

    /** Refuses an image by its pixels times its scans. */
    public void requireWork(int width, int height, int scans) throws FormatException {
        long work = (long) width * height * scans;
        if (work > maxWork) {
            throw FormatException.of(
                    Fault.TOO_MUCH_WORK,
                    "has %d x %d pixels in %d scans, %d in all, at most %d are taken",
                    width,
                    height,
                    scans,
                    work,
                    maxWork);
        }
    }

    /** Refuses an image by the memory that decoding it will take at one time, in bytes. */
    public void requireMemory(long bytes) throws FormatException {
        if (bytes > maxMemory) {
            throw FormatException.of(
                    Fault.TOO_MUCH_WORK, "takes %d bytes of memory to decode, at most %d may be", bytes, maxMemory);
        }
    }

    /** Ends decoding that has taken too long. Called once for each row of blocks or pixels. */
    public void requireTime() throws FormatException {
        if (clock.getAsLong() - start > nanos) {
            throw FormatException.of(Fault.OUT_OF_TIME, "took more than %d ms to decode", nanos / 1_000_000);
        }
    }
}
