package dev.steadfast.streams.routing;

import java.util.regex.Pattern;

/**
 * Names of cameras: an id, in which {@code *} stands for any characters, or for none.
 *
 * @param text e.g. {@code door-*}
 */
public record CameraPattern(String text) {

    private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9._*-]{1,128}");

    /** All cameras. */
    static final CameraPattern ALL = new CameraPattern("*");

    /** @throws IllegalArgumentException if no camera could have such an id */
    public CameraPattern {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a camera is 1 to 128 characters of A-Z a-z 0-9 . _ -, and * for any of them; was '" + text + "'");
        }
    }

    boolean matches(String cameraId) {
        String[] parts = text.split("\\*", -1);
        if (parts.length == 1) {
            return cameraId.equals(text);
        }
        String last = parts[parts.length - 1];
        int from = parts[0].length();
        if (!cameraId.startsWith(parts[0])) {
            return false;
        }
        for (int i = 1; i < parts.length - 1; i++) {
            int found = cameraId.indexOf(parts[i], from);
            if (found < 0) {
                return false;
            }
            from = found + parts[i].length();
        }
        return cameraId.length() - last.length() >= from && cameraId.endsWith(last);
    }
}
