package dev.steadfast.chaos.load;

import java.time.Instant;

/**
 * A frame that was published.
 *
 * @param frameId its id
 * @param cameraId its camera
 * @param at when
 * @param image whether there is an image in it, so that it can be predicted
 */
public record Sent(String frameId, String cameraId, Instant at, boolean image) {}
