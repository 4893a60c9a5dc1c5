package dev.steadfast.images;

import java.time.Duration;

/**
 * What decoding one image may cost. All but the time is known before a pixel is decoded.
 *
 * @param maxBytes the largest encoded image, in bytes
 * @param maxPixels the largest image, in pixels
 * @param maxScans the most scans of a JPEG
 * @param maxWork the most work, in pixels times scans; a PNG has one scan
 * @param maxMemory the most memory that decoding takes at one time, in bytes, besides the encoded image
 * @param maxTime how long it may take at most
 */
public record DecodingLimits(
        int maxBytes, int maxPixels, int maxScans, long maxWork, long maxMemory, Duration maxTime) {

    private static final Duration NEVER = Duration.ofDays(1);

    /** Limits for images of one's own: on their size, and not on the work that they are. */
    public static DecodingLimits ofMemory(int maxBytes, int maxPixels) {
        return new DecodingLimits(maxBytes, maxPixels, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, NEVER);
    }
}
