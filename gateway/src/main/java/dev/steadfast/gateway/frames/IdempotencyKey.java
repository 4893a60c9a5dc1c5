package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A key of the client's choice by which a repeated request is known. It becomes the frame's id, and the topology takes one frame for an
 * id: so the key holds on every gateway, across restarts, for as long as the topology remembers frame ids.
 */
final class IdempotencyKey {

    private static final Pattern RULE = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int ID_BYTES = 16;

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
        byte[] digest = sha256().digest((camera.value() + "\n" + key).getBytes(StandardCharsets.UTF_8));
        return "key-" + HexFormat.of().formatHex(digest, 0, ID_BYTES);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
