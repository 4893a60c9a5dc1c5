package dev.steadfast.gateway.predictions;

import java.time.Instant;
import java.util.Optional;

/**
 * One client of the live stream. What it does not take in time is dropped and counted, and the count is sent to it when it takes again: no
 * client makes the gateway's memory grow. A client that resumes is sent what it has not seen, as fast as it takes it. Confined to the
 * gateway's event loop.
 */
final class LiveReader {

    /** Bytes that may wait for one client; {@link LiveStream#MAX_LAST} answers fit. */
    static final int MAX_WAITING_BYTES = 512 * 1024;

    private final Outlet outlet;
    private final Interest interest;
    private final Instant openedAt;
    private final Runnable onMissed;

    /** What a client that resumes has; empty once this gateway has come as far. */
    private Optional<Position> seen;

    private boolean catchingUp;
    private long missed;

    private LiveReader(Outlet outlet, Interest interest, Optional<Position> seen, Instant openedAt, Runnable onMissed) {
        this.outlet = outlet;
        this.interest = interest;
        this.seen = seen;
        this.catchingUp = seen.isPresent();
        this.openedAt = openedAt;
        this.onMissed = onMissed;
    }

    /**
     * A client that has seen nothing.
     *
     * @param onMissed called for each answer that it was too slow for
     */
    static LiveReader fresh(Outlet outlet, Interest interest, Runnable onMissed) {
        return new LiveReader(outlet, interest, Optional.empty(), Instant.MAX, onMissed);
    }

    /**
     * A client that goes on after a break. Another gateway may have sent it what this one is yet to hear of: that is not sent again.
     *
     * @param seen what it has, as it says
     * @param openedAt when it came back: what was made later it cannot have
     * @param onMissed called for each answer that it was too slow for
     */
    static LiveReader resumed(Outlet outlet, Interest interest, Position seen, Instant openedAt, Runnable onMissed) {
        return new LiveReader(outlet, interest, Optional.of(seen), openedAt, onMissed);
    }

    Interest interest() {
        return interest;
    }

    /** Sends an answer that this reader wants and has just arrived; as this event, unless the reader has come further than the gateway. */
    void offer(Remembered remembered, LiveEvent event) {
        if (catchingUp) {
            return; // it will be among what is sent next
        }
        if (seen.isPresent() && hasSeen(remembered.answer(), seen.get())) {
            return;
        }
        if (outlet.full()) {
            missed++;
            onMissed.run();
            return;
        }
        tellMissed();
        outlet.send(seen.isEmpty() ? event : LiveEvent.of(remembered, pass(remembered.position())));
    }

    private boolean hasSeen(Answer answer, Position position) {
        if (!position.isPast(answer.origin())) {
            return false;
        }
        if (answer.completedAt().isBefore(openedAt)) {
            return true;
        }
        seen = Optional.empty(); // a position in topics that have been made anew since
        return false;
    }

    /** Moves what a client has seen on, to how far the gateway has come; tells both. */
    private String pass(String gateway) {
        Position here = Position.parse(gateway).orElseThrow();
        Position both = seen.map(here::with).orElse(here);
        seen = here.behind(both) == 0 ? Optional.empty() : Optional.of(both);
        return both.toString();
    }

    /** Sends a client that resumes what it has not seen, for as long as it takes it. */
    void catchUp(Answers answers) {
        if (!catchingUp) {
            return;
        }
        Position from = seen.orElseThrow();
        long lost = answers.forgottenSince(from);
        if (lost > 0) {
            from = answers.pastForgotten(from);
            missed += lost;
            tellMissed();
        }
        for (Remembered remembered : answers.since(from, interest.answers())) {
            if (outlet.full()) {
                seen = Optional.of(from);
                return;
            }
            from = from.with(Position.parse(remembered.position()).orElseThrow());
            outlet.send(LiveEvent.of(remembered, from.toString()));
        }
        catchingUp = false;
        seen = Optional.of(from);
    }

    /** Sends what is out of date soon, or drops it. */
    void offerPassing(LiveEvent event) {
        if (!outlet.full()) {
            outlet.send(event);
        }
    }

    /** Goes on with a client that takes again. */
    void drained(Answers answers) {
        tellMissed();
        catchUp(answers);
    }

    /** A client that takes nothing gets none, so that its connection counts as idle and is closed. */
    void heartbeat(String position) {
        if (!outlet.full() && missed == 0 && !catchingUp) {
            outlet.heartbeat(seen.isEmpty() ? position : pass(position));
        }
    }

    void end() {
        outlet.end();
    }

    private void tellMissed() {
        if (missed > 0) {
            outlet.send(LiveEvent.missed(missed));
            missed = 0;
        }
    }
}
