package dev.steadfast.gateway.kafka;

import java.util.List;

/** Takes what a feed reads, on the event loop. */
public interface FeedSink<T> {

    /** Something of what was there before, partition after partition and so in no order of time. Always before {@link #caughtUp}. */
    void past(List<T> items);

    /** All that was there has been handed over. Called once. */
    void caughtUp();

    /** What has arrived since, in the order of each partition. */
    void arrived(List<T> items);
}
