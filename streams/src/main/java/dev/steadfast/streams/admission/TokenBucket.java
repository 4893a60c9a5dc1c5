package dev.steadfast.streams.admission;

import java.time.Duration;
import java.time.Instant;

/**
 * What a camera may still have spent of its budget, in samples. It fills as time goes by; frames begin while there is anything in it, and what is
 * spent on those that have begun may bring it below nothing, which is paid back before the next begins.
 *
 * <p>Confined to the lock of {@link Admission}.
 */
final class TokenBucket {

    /** The mean cost of a frame is that of about so many frames. */
    private static final int FRAMES = 32;

    private static final double NANOS = 1e9;

    private double perSecond;
    private double burst;
    private double level;
    private Instant filledAt;

    /** Frames that wait for it, or spend of it. */
    private int holders;

    private double frames;
    private double spent;

    /** A full one. */
    TokenBucket(double perSecond, double burst, Instant now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.level = burst;
        this.filledAt = now;
    }

    /** Sets how fast it fills from now on, and how much it holds. */
    void resize(double newPerSecond, double newBurst, Instant now) {
        fill(now);
        perSecond = newPerSecond;
        burst = newBurst;
        level = Math.min(level, burst);
    }

    void hold() {
        holders++;
    }

    void release() {
        holders--;
    }

    /** A frame begins. */
    void begin() {
        if (frames >= FRAMES) {
            frames /= 2;
            spent /= 2;
        }
        frames++;
    }

    /** Samples are spent. */
    void spend(long samples, Instant now) {
        fill(now);
        level -= samples;
        spent += samples;
    }

    boolean isEmpty(Instant now) {
        fill(now);
        return level <= 0;
    }

    /** Samples that it has. */
    double level(Instant now) {
        fill(now);
        return Math.max(0, level);
    }

    /**
     * After how long a frame could begin.
     *
     * @param framesBefore of the same camera, that will begin before it
     * @param leastSamples what each of them costs at least
     */
    Duration timeUntilTurn(long framesBefore, double leastSamples, Instant now) {
        fill(now);
        double mean = frames == 0 ? 0 : spent / frames;
        double seconds = (framesBefore * Math.max(leastSamples, mean) - level) / perSecond;
        return seconds <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.min(Long.MAX_VALUE, seconds * NANOS));
    }

    /** Whether nothing is lost if it is forgotten: a new one would be as full. */
    boolean isOver(Instant now) {
        fill(now);
        return holders == 0 && level >= burst;
    }

    private void fill(Instant now) {
        if (now.isAfter(filledAt)) {
            level = Math.min(
                    burst, level + perSecond * Duration.between(filledAt, now).toNanos() / NANOS);
            filledAt = now;
        }
    }
}
