package dev.steadfast.gateway.frames;

import com.google.common.net.MediaType;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.ImageType;
import dev.steadfast.images.MediaTypes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What is said of an image before its bytes are looked at.
 *
 * @param type its type; empty where nothing is said, and its first bytes must tell
 */
public record ImageClaim(Optional<ImageType> type) {

    /** Nothing is said. */
    public static final ImageClaim NONE = new ImageClaim(Optional.empty());

    private static final MediaType FORM = MediaType.create("application", "x-www-form-urlencoded");
    private static final int FIRST_BYTES = 16;

    /**
     * Reads a media type.
     *
     * @throws ProblemException 415 if frames cannot be of this type
     */
    public static ImageClaim of(Optional<String> contentType) {
        return contentType
                .filter(text -> !text.isBlank()
                        && !MediaTypes.parse(text).map(ImageClaim::saysNothing).orElse(false))
                .map(text -> new ImageClaim(Optional.of(parse(text))))
                .orElse(NONE);
    }

    /**
     * Reads the media type of a part, of which parameters do not get through.
     *
     * @throws ProblemException 415 if parts cannot be of this type
     */
    public static ImageClaim ofPart(Optional<String> contentType) {
        boolean pixels = contentType
                .flatMap(MediaTypes::parse)
                .map(type -> type.withoutParameters().toString().equals(ImageType.RAW))
                .orElse(false);
        if (pixels) {
            throw Problem.of(415, "a part cannot be pixels as they are: send them as a body, or encoded")
                    .exception();
        }
        return of(contentType);
    }

    /** What curl sends with {@code -T} and with {@code --data-binary}. */
    private static boolean saysNothing(MediaType type) {
        return type.is(MediaType.OCTET_STREAM) || type.is(FORM);
    }

    private static ImageType parse(String contentType) {
        try {
            return ImageType.parse(contentType);
        } catch (ImageException e) {
            throw Problem.of(415, String.valueOf(e.getMessage()))
                    .because(RejectionReason.UNSUPPORTED_CONTENT_TYPE)
                    .exception();
        }
    }

    /**
     * The type of an image of which this is said, as it travels with its frame.
     *
     * @param what the image is called in what is answered
     * @throws ProblemException 415 if neither this nor its first bytes tell, 422 if the bytes are not as this says
     */
    public String resolve(ByteBuffer image, String what) {
        byte[] first = new byte[Math.min(FIRST_BYTES, image.remaining())];
        image.duplicate().get(first);
        ImageType resolved = type.or(() -> ImageType.ofBytes(first)).orElseThrow(() -> Problem.of(
                        415,
                        "%s begins like neither PNG nor JPEG; pixels must be announced as %s;width=W;height=H"
                                .formatted(what, ImageType.RAW))
                .because(RejectionReason.UNSUPPORTED_CONTENT_TYPE)
                .exception());
        try {
            resolved.requireBeginning(first);
        } catch (ImageException e) {
            throw Problem.of(422, String.valueOf(e.getMessage()))
                    .because(
                            e.problem() == ImageException.Problem.EMPTY
                                    ? RejectionReason.EMPTY_IMAGE
                                    : RejectionReason.NOT_AN_IMAGE)
                    .exception();
        }
        if (resolved instanceof ImageType.RawRgb raw && 3L * raw.width() * raw.height() != image.remaining()) {
            throw Problem.of(
                            422,
                            "%s has %d bytes, but %d x %d pixels are %d"
                                    .formatted(
                                            what,
                                            image.remaining(),
                                            raw.width(),
                                            raw.height(),
                                            3L * raw.width() * raw.height()))
                    .because(RejectionReason.UNREADABLE_IMAGE)
                    .exception();
        }
        return resolved.contentType();
    }
}
