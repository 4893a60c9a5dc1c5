package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.frames.ImageClaim;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/**
 * Images as text: base64 of either alphabet (RFC 4648), with or without line breaks and padding, or such a {@code data:} URL (RFC 2397).
 */
final class TextImage {

    /** A byte that is not of base64. */
    static final byte NO_BASE64 = '!';

    private static final byte[] SCHEME = "data:".getBytes(StandardCharsets.US_ASCII);
    private static final String CODED = ";base64";
    private static final int LONGEST_HEAD = 256;

    /**
     * One image.
     *
     * @param claim what the text says of its type
     */
    record Decoded(ImageClaim claim, ByteBuffer bytes) {}

    private TextImage() {}

    /** Whether bytes look like such a text: as encoded images never do. */
    static boolean mayBe(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, SCHEME.length); i++) {
            byte one = bytes[i];
            if (one < ' ' || one == 0x7f) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    /**
     * Reads a text; uses up its array.
     *
     * @param ascii the text
     * @param name what the image is called in what is answered
     * @throws ProblemException 400 if it is none
     */
    static Decoded decode(byte[] ascii, String name) {
        boolean url = ascii.length > SCHEME.length
                && new String(ascii, 0, SCHEME.length, StandardCharsets.US_ASCII)
                        .toLowerCase(Locale.ROOT)
                        .equals("data:");
        return url ? decodeUrl(ascii, name) : new Decoded(ImageClaim.NONE, base64(ascii, 0, name));
    }

    private static Decoded decodeUrl(byte[] ascii, String name) {
        int comma = SCHEME.length;
        while (comma < ascii.length && comma < LONGEST_HEAD && ascii[comma] != ',') {
            comma++;
        }
        String head = new String(ascii, SCHEME.length, comma - SCHEME.length, StandardCharsets.US_ASCII);
        if (comma == ascii.length
                || ascii[comma] != ','
                || !head.toLowerCase(Locale.ROOT).endsWith(CODED)) {
            throw Problem.of(400, "%s is a data: URL, but not one with ';base64,'".formatted(name))
                    .exception();
        }
        String type = head.substring(0, head.length() - CODED.length());
        return new Decoded(ImageClaim.of(Optional.of(type)), base64(ascii, comma + 1, name));
    }

    private static ByteBuffer base64(byte[] ascii, int from, String name) {
        int length = 0;
        for (int i = from; i < ascii.length; i++) {
            byte one = ascii[i];
            if (one != '\n' && one != '\r' && one != '\t' && one != ' ') {
                ascii[length++] = one == '-' ? (byte) '+' : one == '_' ? (byte) '/' : one;
            }
        }
        try {
            return ByteBuffer.wrap(Base64.getDecoder().decode(Arrays.copyOf(ascii, length)));
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "%s must be an encoded image in base64".formatted(name))
                    .exception();
        }
    }
}
