package dev.steadfast.standalone;

import java.time.Duration;
import java.util.Iterator;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What a camera sees whose lens is clear for a while, then steamed up for a while, and so on. A while is a minute, and 80 frames, whichever
 * is longer: with fewer, nobody could have learned what this camera's usual is, or notice that it has changed.
 */
final class FoggedView implements Iterator<SampleImage> {

    static final int LEAST_FRAMES = 80;
    static final Duration LEAST_TIME = Duration.ofMinutes(1);

    /** The shipped bundle abstains on some three in ten images behind it, and on one or two in ten without. */
    private static final FoggedLens LENS = new FoggedLens(3, 0.3, 40);

    private final Iterator<SampleImage> clear;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private boolean fogged;
    private int frames;
    private long since;

    /**
     * Begins with a clear lens.
     *
     * @param clear what there is to be seen
     */
    FoggedView(Iterator<SampleImage> clear, LongSupplier nanoTime, RandomGenerator random) {
        this.clear = clear;
        this.nanoTime = nanoTime;
        this.random = random;
        this.since = nanoTime.getAsLong();
    }

    @Override
    public boolean hasNext() {
        return clear.hasNext();
    }

    @Override
    public SampleImage next() {
        long now = nanoTime.getAsLong();
        if (frames >= LEAST_FRAMES && now - since >= LEAST_TIME.toNanos()) {
            fogged = !fogged;
            frames = 0;
            since = now;
        }
        frames++;
        SampleImage image = clear.next();
        return fogged
                ? new SampleImage(image.testIndex(), image.label(), image.className(), LENS.see(image.png(), random))
                : image;
    }
}
