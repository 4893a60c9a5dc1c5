package dev.steadfast.standalone.camera;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * The header lines of a part of a multipart body.
 *
 * @param type the media type, in small letters; empty if there is none
 * @param length bytes; empty if there is none that can be
 */
record PartHead(String type, OptionalInt length) {

    /** Without any line yet. */
    static PartHead empty() {
        return new PartHead("", OptionalInt.empty());
    }

    /** With one line more; what it says of other matters is passed over. */
    PartHead with(String line) {
        int colon = line.indexOf(':');
        String name = line.substring(0, Math.max(0, colon)).strip().toLowerCase(Locale.ROOT);
        String value = line.substring(colon + 1).strip();
        return switch (name) {
            case "content-type" -> new PartHead(value.toLowerCase(Locale.ROOT), length);
            case "content-length" -> new PartHead(type, number(value));
            default -> this;
        };
    }

    /** Whether the part may hold an image: it says so, or nothing. */
    boolean mayBeImage() {
        return type.isEmpty() || type.startsWith("image/") || type.startsWith("application/octet-stream");
    }

    private static OptionalInt number(String value) {
        try {
            int number = Integer.parseInt(value);
            return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // then the boundary says where the part ends
        }
    }
}
