package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.bodies.BodyLimits;
import dev.steadfast.gateway.bodies.Parts;
import dev.steadfast.gateway.bodies.Room;
import java.time.Duration;

/**
 * Bounds of what is taken.
 *
 * @param maxImageBytes the largest encoded image
 * @param maxRequestBytes the largest body that has several images
 * @param maxParts images in one body
 * @param maxInFlight images between their first byte and the brokers' acknowledgement
 * @param bodyTimeout how long a client may take to send a body
 * @param minBodyRate bytes a second, below which a body comes too slowly; 0 for any rate
 * @param kafkaTimeout how long the brokers may take to acknowledge a frame
 * @param maxWait how long a client may wait for a prediction
 */
public record FrameLimits(
        int maxImageBytes,
        int maxRequestBytes,
        int maxParts,
        int maxInFlight,
        Duration bodyTimeout,
        int minBodyRate,
        Duration kafkaTimeout,
        Duration maxWait) {

    /** Of a body that is one image. */
    public BodyLimits ofImage() {
        return new BodyLimits(maxImageBytes, bodyTimeout, minBodyRate, true);
    }

    /** Of a body that has several images. */
    public BodyLimits ofSeveral() {
        return new BodyLimits(maxRequestBytes, bodyTimeout, minBodyRate, false);
    }

    /** Of the images in it. */
    public Parts.Limits ofParts() {
        return new Parts.Limits(maxParts, maxImageBytes);
    }

    /** Room for all images that may be under way, each of the largest size; for the largest body in any case. */
    public Room room() {
        return new Room(maxInFlight, Math.max((long) maxInFlight * maxImageBytes, maxRequestBytes));
    }
}
