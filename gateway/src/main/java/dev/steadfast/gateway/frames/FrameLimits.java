package dev.steadfast.gateway.frames;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Bounds of what is taken.
 *
 * @param maxImageBytes the largest encoded image
 * @param maxRequestBytes the largest body that has several images
 * @param maxParts images in one body
 * @param maxInFlight images between their first byte and the brokers' acknowledgement
 * @param bodyTimeout how long a client may take to send a body
 * @param kafkaTimeout how long the brokers may take to acknowledge a frame
 * @param maxWait how long a client may wait for a prediction
 */
public record FrameLimits(
        int maxImageBytes,
        int maxRequestBytes,
        int maxParts,
        int maxInFlight,
        Duration bodyTimeout,
        Duration kafkaTimeout,
        Duration maxWait) {

    /** How many images a body counts as while it comes: by the size that it announces, the most if it announces none. */
    public int imagesIn(HttpServerRequest request) {
        long announced = RequestBody.announcedBytes(request);
        return announced < 0 ? maxParts : (int) Math.min(maxParts, announced / maxImageBytes + 1);
    }
}
