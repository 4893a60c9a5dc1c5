package dev.steadfast.gateway.access;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key set as it was fetched last. A token that names a key which is not in it has it fetched again, so that an issuer may change its keys
 * at any time; not more often than every {@link #PAUSE}, so that made-up tokens do no harm. A fetch that fails leaves what there is.
 *
 * <p>Threading notes: any thread asks. There is one fetch at a time, and all wait for that one.
 */
final class SigningKeys {

    static final Duration PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeys.class);

    private final KeySetSource source;
    private final Bucket unknownKeys;
    private volatile Optional<KeySet> latest;
    private @Nullable Future<KeySet> fetch; // the one under way

    SigningKeys(KeySetSource source, Optional<KeySet> first, TimeMeter clock) {
        this.source = source;
        this.latest = first;
        this.unknownKeys = Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(1).refillIntervally(1, PAUSE))
                .build();
    }

    /** The key set to check a token with: the latest, after another fetch if the token's key is not in it and there was none just now. */
    Future<Optional<KeySet>> forToken(TokenHeader header) {
        Optional<KeySet> known = latest;
        if ((known.isPresent() && known.get().has(header)) || !mayFetch()) {
            return Future.succeededFuture(known);
        }
        return refresh().transform(fetched -> Future.succeededFuture(latest));
    }

    /** Another token's fetch is joined; a new one needs its turn. */
    private synchronized boolean mayFetch() {
        return fetch != null || unknownKeys.tryConsume(1);
    }

    /** Fetches the key set, or joins the fetch that is under way. */
    synchronized Future<KeySet> refresh() {
        if (fetch != null) {
            return fetch;
        }
        Future<KeySet> started = Future.succeededFuture().compose(now -> source.fetch());
        fetch = started;
        started.onComplete(this::fetched, this::failed);
        return started;
    }

    private synchronized void fetched(KeySet keys) {
        latest = Optional.of(keys);
        fetch = null;
    }

    private synchronized void failed(Throwable failure) {
        fetch = null;
        LOG.atWarn()
                .addKeyValue("reason", String.valueOf(failure.getMessage()))
                .addKeyValue("keptOld", latest.isPresent())
                .log("Key set for tokens not fetched");
    }
}
