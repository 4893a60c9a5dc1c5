package dev.steadfast.standalone.demo;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What a camera sees whose lens is clear for a while, then steamed up for a while, and so on. A while ends with a minute of the clock, as the
 * windows of the camera statistics do by default, so that a window is of one kind; and not before 80 frames: with fewer, nobody could have learned
 * what this camera's usual is, or notice that it has changed.
 */
final class FoggedView implements Iterator<SampleImage> {

    static final int LEAST_FRAMES = 80;

    /** The shipped bundle abstains on some three in ten images behind it, and on one or two in ten without. */
    private static final FoggedLens LENS = new FoggedLens(3, 0.3, 40);

    private final Iterator<SampleImage> clear;
    private final InstantSource clock;
    private final RandomGenerator random;
    private boolean fogged;
    private int frames;
    private long minute;

    /**
     * Begins with a clear lens.
     *
     * @param clear what there is to be seen
     */
    FoggedView(Iterator<SampleImage> clear, InstantSource clock, RandomGenerator random) {
        this.clear = clear;
        this.clock = clock;
        this.random = random;
        this.minute = minute();
    }

    @Override
    public boolean hasNext() {
        return clear.hasNext();
    }

    @Override
    public SampleImage next() {
        long now = minute();
        if (frames >= LEAST_FRAMES && now != minute) {
            fogged = !fogged;
            frames = 0;
        }
        minute = now;
        frames++;
        SampleImage image = clear.next();
        return fogged
                ? new SampleImage(image.number(), image.label(), image.className(), LENS.see(image.encoded(), random))
                : image;
    }

    private long minute() {
        return TimeUnit.MILLISECONDS.toMinutes(clock.millis());
    }
}
