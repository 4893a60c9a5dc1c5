package dev.steadfast.gateway.webhook;

import java.time.Duration;

/**
 * How an attempt to post an event ended.
 *
 * @param detail why it was not taken, for people; without what of the address may be secret
 * @param pause how long the receiver asks to be left alone
 */
record Delivery(Result result, String detail, Duration pause) {

    enum Result {
        /** The receiver has it. */
        DELIVERED,
        /** The receiver will not have it, however often it is asked. */
        REFUSED,
        /** It may be taken later. */
        FAILED
    }

    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    /** What a status of HTTP says: 2xx is a yes and 4xx a no, but for 408 and 429, which ask to come again as all others do. */
    static Delivery of(int status, Duration pause) {
        String detail = "status " + status;
        if (status / 100 == 2) {
            return new Delivery(Result.DELIVERED, detail, Duration.ZERO);
        }
        boolean decided = status / 100 == 4 && status != TIMEOUT && status != TOO_MANY;
        String redirect = status / 100 == 3 ? ", and redirects are not followed" : "";
        return new Delivery(decided ? Result.REFUSED : Result.FAILED, detail + redirect, pause);
    }

    static Delivery failed(String detail) {
        return new Delivery(Result.FAILED, detail, Duration.ZERO);
    }
}
