package dev.steadfast.gateway.predictions;

/**
 * One client of the live stream. What it does not take in time is dropped and counted, and the count is sent to it when it takes again: no
 * client makes the gateway's memory grow. Confined to the gateway's event loop.
 */
final class LiveReader {

    /** Bytes that may wait for one client; {@link LiveStream#MAX_LAST} answers fit. */
    static final int MAX_WAITING_BYTES = 512 * 1024;

    private final Outlet outlet;
    private final Interest interest;
    private final Runnable onMissed;
    private long missed;

    /**
     * @param onMissed called for each answer that could not be sent
     */
    LiveReader(Outlet outlet, Interest interest, Runnable onMissed) {
        this.outlet = outlet;
        this.interest = interest;
        this.onMissed = onMissed;
    }

    Interest interest() {
        return interest;
    }

    /** Sends an answer that this reader wants. */
    void offer(LiveEvent event) {
        if (outlet.full()) {
            missed++;
            onMissed.run();
            return;
        }
        tellMissed();
        outlet.send(event);
    }

    /** Sends what is out of date soon, or drops it. */
    void offerPassing(LiveEvent event) {
        if (!outlet.full()) {
            outlet.send(event);
        }
    }

    /** Adds to what this reader is told to have missed. */
    void miss(long count) {
        missed += count;
        tellMissed();
    }

    /** A client that takes nothing gets none, so that its connection counts as idle and is closed. */
    void heartbeat(String position) {
        if (!outlet.full() && missed == 0) {
            outlet.heartbeat(position);
        }
    }

    void end() {
        outlet.end();
    }

    void tellMissed() {
        if (missed > 0) {
            outlet.send(LiveEvent.missed(missed));
            missed = 0;
        }
    }
}
