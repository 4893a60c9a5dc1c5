package dev.steadfast.gateway.access;

import io.vertx.core.Future;

/** Where a key set comes from. */
interface KeySetSource {

    /** Fetches it; fails if that does not work, or if what comes is none. */
    Future<KeySet> fetch();
}
