package dev.steadfast.streams.routing;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A bundle that gets a part of a route's frames. Which ones, the frame's id decides, and so the same for every instance and every attempt.
 *
 * @param share of the frames, above 0 and at most 1
 */
public record Portion(ServedModel model, double share) {

    private static final double HASHES = Math.pow(2, Long.SIZE);

    /** @throws IllegalArgumentException if the share is out of its range */
    public Portion {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share: must be above 0 and at most 1, was " + share);
        }
    }

    /**
     * Whether a frame belongs to the portion.
     *
     * @param purpose what the portion is for: portions for different purposes are independent of each other
     */
    boolean has(String frameId, String purpose) {
        byte[] hash = sha256().digest((purpose + " " + frameId).getBytes(StandardCharsets.UTF_8));
        return new BigInteger(1, hash, 0, Long.BYTES).doubleValue() / HASHES < share;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
