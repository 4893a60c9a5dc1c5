package dev.steadfast.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What is kept of an API key: its SHA-256. A key has 256 random bits, so neither salt nor stretching would add anything.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
record KeyDigest(String hex) {

    private static final Pattern RULE = Pattern.compile("[0-9a-f]{64}");

    KeyDigest {
        if (!RULE.matcher(hex).matches()) {
            throw new IllegalArgumentException( // without the value: it may be a key
                    "must be the SHA-256 of the key, 64 hexadecimal digits in lower case");
        }
    }

    static KeyDigest of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new KeyDigest(HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether both are the same, in a time that does not depend on where they differ. */
    boolean matches(KeyDigest other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
    }

    /** Nothing of the digest, so that none gets into a log. */
    @Override
    public String toString() {
        return "KeyDigest";
    }
}
