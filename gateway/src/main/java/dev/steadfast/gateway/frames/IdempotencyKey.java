package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.http.Sha256;
import dev.steadfast.gateway.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A key of the client's choice by which a repeated request is known. It becomes the frame's id, and the topology takes one frame for an
 * id: so the key holds on every gateway, across restarts, for as long as the topology remembers frame ids.
 */
final class IdempotencyKey {

    private static final Pattern RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int ID_DIGITS = 32;

    private IdempotencyKey() {}

    /**
     * The frame id that stands for a key of a camera.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 400 if the key is none
     */
    static String frameId(CameraName camera, String key) {
        if (!RULE.matcher(key).matches()) {
            throw Problem.of(400, "Idempotency-Key must be 1 to 255 visible ASCII characters")
                    .exception();
        }
        String digest = Sha256.of(StandardCharsets.UTF_8.encode(camera.value() + "\n" + key));
        return "key-" + digest.substring(0, ID_DIGITS);
    }
}
