package dev.steadfast.gateway.access;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/** Time for buckets that passes when a test says so. */
final class ManualTime implements TimeMeter {

    private volatile long nanos;

    synchronized void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long currentTimeNanos() {
        return nanos;
    }

    @Override
    public boolean isWallClockBased() {
        return false;
    }
}
