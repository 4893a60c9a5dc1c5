package dev.steadfast.gateway.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes API keys: {@code sf_} and 256 random bits in the alphabet of URLs. */
public final class NewKey {

    /** What every key begins with, so that people and scanners of secrets know one when they see it. */
    static final String PREFIX = "sf_";

    private static final int BYTES = 32;

    private NewKey() {}

    /** A key that nobody has seen. */
    public static String draw(SecureRandom random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }
}
