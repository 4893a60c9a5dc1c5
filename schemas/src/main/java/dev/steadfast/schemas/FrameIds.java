package dev.steadfast.schemas;

import java.security.SecureRandom;

/**
 * Ids for frames whose producer has none: {@value #LENGTH} digits and small letters, 70 random bits, which are short enough to be read in a
 * line, and of which a million frames a day for a year are not expected to share one. Letters that look like digits are left out, as in
 * Crockford's base 32.
 */
public final class FrameIds {

    static final int LENGTH = 14;

    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final SecureRandom RANDOM = new SecureRandom();

    private FrameIds() {}

    /** A new id. */
    public static String random() {
        return RANDOM.ints(LENGTH, 0, DIGITS.length())
                .collect(StringBuilder::new, (id, digit) -> id.append(DIGITS.charAt(digit)), StringBuilder::append)
                .toString();
    }
}
