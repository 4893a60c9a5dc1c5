package dev.steadfast.smoothing.noise;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The 256-bit key of one frame's noise.
 *
 * <p>Draw a fresh key for every frame, and only after the frame is committed: whoever knows the key before choosing the
 * image can fit the image to the noise, and the certificate is void. Once the prediction is out the key is part of its
 * receipt and no longer a secret; until then it is, so {@link #toString()} never shows it.
 *
 * <p>Immutable. Equality is by content, and takes the same time wherever two keys differ.
 */
public final class NoiseKey {

    /** Length of a key, in bytes. */
    public static final int BYTES = 32;

    private final byte[] bytes;

    private NoiseKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A fresh key, drawn from {@code random}. */
    public static NoiseKey random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new NoiseKey(bytes);
    }

    /**
     * The key with these bytes, which are copied.
     *
     * @throws IllegalArgumentException unless there are exactly {@value #BYTES} bytes
     */
    public static NoiseKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException(
                    "noise key of " + bytes.length + " bytes: must be of exactly " + BYTES + " bytes");
        }
        return new NoiseKey(bytes.clone());
    }

    /** A copy of the key's {@value #BYTES} bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NoiseKey that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "NoiseKey[redacted]";
    }
}
