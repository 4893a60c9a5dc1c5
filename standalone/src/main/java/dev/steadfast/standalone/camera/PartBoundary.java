package dev.steadfast.standalone.camera;

import java.nio.charset.StandardCharsets;

/**
 * The line between the parts of a multipart body. What is announced and what is written differ in their leading dashes as cameras please, so
 * the first such line of the body shows how it is written. Used by one thread.
 */
final class PartBoundary {

    private static final String DASHES = "--";
    private static final byte[] END_OF_JPEG = {(byte) 0xff, (byte) 0xd9};

    private final String announced;
    private byte[] written = {};

    /** @param announced the parameter of the content type; empty if it has none */
    PartBoundary(String announced) {
        this.announced = withoutDashes(announced);
    }

    /** Whether a line without its end is a boundary; the first one, or one with dashes if it was not announced, shows how they are written. */
    boolean is(String line) {
        if (written.length > 0) {
            return matches(line, withoutDashes(new String(written, StandardCharsets.ISO_8859_1)));
        }
        boolean first = !line.isBlank() && (announced.isEmpty() || line.startsWith(DASHES) || matches(line, announced));
        if (first) {
            written = line.stripTrailing().getBytes(StandardCharsets.ISO_8859_1);
        }
        return first;
    }

    /** As it is written; empty until it was seen. */
    byte[] written() {
        return written.clone();
    }

    /**
     * Where a part ends whose last line is a boundary; some cameras write it right after the image.
     *
     * @param bytes a buffer
     * @param start where the line begins in it
     * @param end where it ends, its own end left out
     * @return the end of the image, or -1 if the line is no boundary
     */
    int endOfPart(byte[] bytes, int start, int end) {
        int last = end;
        while (last - start > written.length && bytes[last - 1] == '-') {
            last--; // those of the last boundary
        }
        int boundary = last - written.length;
        if (boundary < start || !equal(bytes, boundary, written)) {
            return -1;
        }
        if (boundary == start) {
            return start;
        }
        return boundary - END_OF_JPEG.length >= 0 && equal(bytes, boundary - END_OF_JPEG.length, END_OF_JPEG)
                ? boundary
                : -1;
    }

    private static boolean matches(String line, String name) {
        String text = withoutDashes(line.stripTrailing());
        return text.equals(name) || text.equals(name + DASHES);
    }

    private static String withoutDashes(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '-') {
            start++;
        }
        return text.substring(start);
    }

    private static boolean equal(byte[] bytes, int at, byte[] wanted) {
        for (int i = 0; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
