package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.util.regex.Pattern;

/** A camera's name: 1 to 128 characters of {@code A-Z a-z 0-9 . _ -}. */
public record CameraName(String value) {

    private static final Pattern RULE = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /**
     * Reads a name.
     *
     * @throws ProblemException 400 if it is none
     */
    public static CameraName of(String text) {
        if (!RULE.matcher(text).matches()) {
            throw Problem.of(400, "the camera must be named with 1 to 128 of A-Z a-z 0-9 . _ -")
                    .exception();
        }
        return new CameraName(text);
    }
}
