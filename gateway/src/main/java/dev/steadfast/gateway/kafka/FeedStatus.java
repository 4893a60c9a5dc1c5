package dev.steadfast.gateway.kafka;

/**
 * How a feed is.
 *
 * @param running whether its thread lives
 * @param ready whether it has read what was there, and reads what arrives
 * @param detail what it does, or what keeps it from it, for people
 */
public record FeedStatus(boolean running, boolean ready, String detail) {

    public static final FeedStatus STARTING = new FeedStatus(true, false, "starting");
}
