package dev.steadfast.bundles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rules that manifest values share. A broken one is an {@link IllegalArgumentException} of key, rule and value. */
final class Rules {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private Rules() {}

    static void check(boolean holds, String key, String rule, Object value) {
        if (!holds) {
            String shown = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
            throw new IllegalArgumentException(key + " must be " + rule + ", but is " + shown);
        }
    }

    /** A name that is safe as a file name on every system: no separator, no leading dot, at most 128 characters. */
    static void checkPlainName(String key, String value) {
        check(
                PLAIN_NAME.matcher(value).matches(),
                key,
                "1 to 128 of the characters A-Z a-z 0-9 . _ - (first a letter or digit)",
                value);
    }

    static void checkSha256(String key, String value) {
        check(SHA256.matcher(value).matches(), key, "64 lower-case hexadecimal digits", value);
    }

    /** Labels that all differ; of two that do not, the message has their places, from 0. */
    static void checkDifferent(String key, List<String> labels) {
        Map<String, Integer> places = new HashMap<>();
        for (int place = 0; place < labels.size(); place++) {
            Integer first = places.putIfAbsent(labels.get(place), place);
            if (first != null) {
                throw new IllegalArgumentException(
                        "%s must be labels that all differ, but numbers %d and %d, from 0, are both \"%s\""
                                .formatted(key, first, place, labels.get(place)));
            }
        }
    }

    static void checkRange(String key, int value, int least, int most) {
        check(value >= least && value <= most, key, least + " to " + most, value);
    }

    static void checkPercent(String key, double value) {
        check(value >= 0 && value <= 100, key, "a percentage, 0 to 100", value);
    }

    /** One line of printable text. */
    static void checkLine(String key, String value) {
        check(
                !value.isBlank() && value.codePoints().noneMatch(Character::isISOControl),
                key,
                "one line of text, without control characters",
                value);
    }
}
