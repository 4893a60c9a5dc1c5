package dev.steadfast.gateway.frames;

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
        Duration maxWait) {}
