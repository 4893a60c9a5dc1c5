package dev.steadfast.images;

import com.google.common.collect.ImmutableSet;
import com.google.common.net.MediaType;
import dev.steadfast.images.ImageException.Problem;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of encoded images that are taken, as media types (RFC 9110, section 8.3.1) name them and as their first bytes show them. */
public sealed interface ImageType {

    /** Raw pixels: {@code application/vnd.steadfast.rgb8;width=W;height=H}, rows of red, green, blue bytes. */
    String RAW = "application/vnd.steadfast.rgb8";

    /** {@return the media type, in the one form that is written} */
    String contentType();

    /** {@return whether bytes begin as an image of this type does} Raw pixels may begin with any. */
    boolean begins(byte[] bytes);

    /** A PNG (ISO/IEC 15948). */
    record Png() implements ImageType {

        private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

        @Override
        public String contentType() {
            return "image/png";
        }

        @Override
        public boolean begins(byte[] bytes) {
            return startsWith(bytes, SIGNATURE);
        }

        @Override
        public String toString() {
            return "PNG";
        }
    }

    /** A JPEG (ITU-T T.81). */
    record Jpeg() implements ImageType {

        private static final byte[] START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

        @Override
        public String contentType() {
            return "image/jpeg";
        }

        @Override
        public boolean begins(byte[] bytes) {
            return startsWith(bytes, START);
        }

        @Override
        public String toString() {
            return "JPEG";
        }
    }

    /**
     * Pixels as they are, see {@link #RAW}.
     *
     * @param width columns, as announced: 0 to 999,999,999
     * @param height rows, as announced: 0 to 999,999,999
     */
    record RawRgb(int width, int height) implements ImageType {

        private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

        private static RawRgb of(MediaType type, String contentType) throws ImageException {
            return new RawRgb(number(type, "width", contentType), number(type, "height", contentType));
        }

        private static int number(MediaType type, String parameter, String contentType) throws ImageException {
            ImmutableSet<String> values = ImmutableSet.copyOf(type.parameters().get(parameter));
            if (values.size() != 1 || !NUMBER.matcher(values.iterator().next()).matches()) {
                throw new ImageException(
                        Problem.UNSUPPORTED_CONTENT_TYPE,
                        "raw pixels need %s;width=W;height=H, was '%s'".formatted(RAW, contentType));
            }
            return Integer.parseInt(values.iterator().next());
        }

        @Override
        public String contentType() {
            return "%s;width=%d;height=%d".formatted(RAW, width, height);
        }

        @Override
        public boolean begins(byte[] bytes) {
            return true;
        }

        @Override
        public String toString() {
            return "raw RGB";
        }
    }

    /**
     * Reads a media type, as {@link MediaTypes} does. Parameters that say nothing about an image, such as a charset, are passed over.
     *
     * @throws ImageException if it is none, or not that of an image which is taken
     */
    static ImageType parse(String contentType) throws ImageException {
        MediaType type = MediaTypes.parse(contentType)
                .orElseThrow(() -> new ImageException(
                        Problem.UNSUPPORTED_CONTENT_TYPE,
                        "'%s' is no media type; %s".formatted(contentType, expected())));
        return switch (type.type() + "/" + type.subtype()) {
            case "image/png" -> new Png();
            case "image/jpeg", "image/jpg" -> new Jpeg();
            case RAW -> RawRgb.of(type, contentType);
            default ->
                throw new ImageException(
                        Problem.UNSUPPORTED_CONTENT_TYPE, "%s, was '%s'".formatted(expected(), contentType));
        };
    }

    /** {@return the type that the first bytes show} Empty if they show none. */
    static Optional<ImageType> ofBytes(byte[] bytes) {
        ImageType png = new Png();
        ImageType jpeg = new Jpeg();
        if (png.begins(bytes)) {
            return Optional.of(png);
        }
        return jpeg.begins(bytes) ? Optional.of(jpeg) : Optional.empty();
    }

    /**
     * Refuses bytes that do not begin as an image of this type does.
     *
     * @throws ImageException if they do not, or there are none
     */
    default void requireBeginning(byte[] bytes) throws ImageException {
        if (bytes.length == 0) {
            throw new ImageException(Problem.EMPTY, "the image has no bytes");
        }
        if (!begins(bytes)) {
            String shown = ofBytes(bytes).map(other -> ": they are a " + other).orElse("");
            throw new ImageException(
                    Problem.NOT_AN_IMAGE, "the bytes do not begin as a %s does%s".formatted(this, shown));
        }
    }

    private static String expected() {
        return "content type must be image/png, image/jpeg or %s;width=W;height=H".formatted(RAW);
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
    }
}
