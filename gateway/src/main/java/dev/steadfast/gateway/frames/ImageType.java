package dev.steadfast.gateway.frames;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a request's {@code Content-Type} says about its body.
 *
 * @param declared the type that travels with the frame; empty where the header says nothing and the first bytes must
 * @param exactBytes the body's size, where the type tells it
 */
public record ImageType(Optional<String> declared, Optional<Long> exactBytes) {

    private static final String PNG = "image/png";
    private static final String JPEG = "image/jpeg";
    private static final String RAW = "application/vnd.steadfast.rgb8";
    private static final Pattern RAW_SIZE =
            Pattern.compile("[^;]*;\\s*width=([1-9]\\d{0,4})\\s*;\\s*height=([1-9]\\d{0,4})\\s*");

    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

    /**
     * Reads the header, before the body has come.
     *
     * @throws ProblemException 415 if frames cannot be of this type
     */
    public static ImageType of(Optional<String> header) {
        String type = header.orElse("").strip().toLowerCase(Locale.ROOT);
        String essence = type.split(";", -1)[0].strip();
        return switch (essence) {
            case PNG, JPEG -> new ImageType(Optional.of(essence), Optional.empty());
            case RAW -> rawPixels(type);
            // What curl sends with -T and with --data-binary.
            case "", "application/octet-stream", "application/x-www-form-urlencoded" ->
                new ImageType(Optional.empty(), Optional.empty());
            default -> throw unsupported("Content-Type '" + essence + "' is not taken");
        };
    }

    private static ImageType rawPixels(String type) {
        Matcher size = RAW_SIZE.matcher(type);
        if (!size.matches()) {
            throw unsupported("Content-Type '" + type + "' does not say width and height");
        }
        long width = Long.parseLong(size.group(1));
        long height = Long.parseLong(size.group(2));
        return new ImageType(
                Optional.of("%s;width=%d;height=%d".formatted(RAW, width, height)), Optional.of(3 * width * height));
    }

    /**
     * The type of a body under this header.
     *
     * @throws ProblemException 415 if neither header nor body tells, 422 if the body has not the size that the header tells
     */
    public String resolve(ByteBuffer body) {
        exactBytes.filter(bytes -> bytes != body.remaining()).ifPresent(bytes -> {
            throw Problem.of(
                            422,
                            "the body has %d bytes, but the pixels that Content-Type announces are %d"
                                    .formatted(body.remaining(), bytes))
                    .exception();
        });
        return declared.or(() -> sniff(body))
                .orElseThrow(() -> unsupported("the body begins like neither PNG nor JPEG"));
    }

    private static Optional<String> sniff(ByteBuffer body) {
        if (startsWith(body, PNG_START)) {
            return Optional.of(PNG);
        }
        return startsWith(body, JPEG_START) ? Optional.of(JPEG) : Optional.empty();
    }

    private static boolean startsWith(ByteBuffer body, byte[] start) {
        byte[] first = new byte[Math.min(start.length, body.remaining())];
        body.duplicate().get(first);
        return Arrays.equals(first, start);
    }

    private static ProblemException unsupported(String what) {
        return Problem.of(
                        415,
                        "%s: send the image itself as the body, as %s, %s or %s;width=W;height=H"
                                .formatted(what, PNG, JPEG, RAW))
                .exception();
    }
}
