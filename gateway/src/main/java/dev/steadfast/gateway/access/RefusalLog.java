package dev.steadfast.gateway.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs refused credentials, without them; a few at once and one a second, so that nobody can fill the log. Safe for use by several threads. */
final class RefusalLog {

    static final int BURST = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final AtomicLong left = new AtomicLong();
    private final Bucket lines;

    RefusalLog(TimeMeter clock) {
        this.lines = Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(BURST).refillGreedy(1, Duration.ofSeconds(1)))
                .build();
    }

    void refused(String remoteAddress, Refusal refusal) {
        if (!lines.tryConsume(1)) {
            left.incrementAndGet();
            return;
        }
        LOG.atInfo()
                .addKeyValue("remoteAddress", remoteAddress)
                .addKeyValue("reason", refusal)
                .addKeyValue("notLogged", left.getAndSet(0))
                .log("Credentials refused");
    }
}
