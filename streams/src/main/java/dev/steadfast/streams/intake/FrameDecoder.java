package dev.steadfast.streams.intake;

import dev.steadfast.avro.Frame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.ImageException.Problem;
import dev.steadfast.images.PixelRules;
import dev.steadfast.images.RgbImage;
import dev.steadfast.schemas.RecordBytes;

/**
 * Decodes the images of frames. One that runs out of time is tried a second time, in case the machine was the cause, and then
 * rejected: a record that stopped its thread would be taken up again by the next one, and hold up its partition on every instance. Safe
 * for use by several threads.
 */
final class FrameDecoder {

    private final ImageDecoder decoder;

    FrameDecoder(ImageDecoder decoder) {
        this.decoder = decoder;
    }

    /** {@return the rules by which a certified input is made, as receipts name them} */
    String rules(Canonicaliser canonicaliser) {
        return new PixelRules(decoder, canonicaliser).text();
    }

    /** {@return the pixels of a frame} */
    RgbImage decode(Frame frame) throws RejectionException {
        byte[] encoded = RecordBytes.copy(frame.getImage());
        try {
            return decoder.decode(frame.getContentType(), encoded);
        } catch (ImageException first) {
            if (first.problem() != Problem.OUT_OF_TIME) {
                throw new RejectionException(reason(first.problem()), first);
            }
        }
        try {
            return decoder.decode(frame.getContentType(), encoded);
        } catch (ImageException second) {
            throw second.problem() == Problem.OUT_OF_TIME
                    ? new RejectionException(RejectionReason.TOO_MUCH_WORK, second.getMessage() + ", twice")
                    : new RejectionException(reason(second.problem()), second);
        }
    }

    private static RejectionReason reason(Problem problem) {
        return switch (problem) {
            case EMPTY -> RejectionReason.EMPTY_IMAGE;
            case UNSUPPORTED_CONTENT_TYPE -> RejectionReason.UNSUPPORTED_CONTENT_TYPE;
            case TOO_LARGE -> RejectionReason.IMAGE_TOO_LARGE;
            case TOO_MANY_PIXELS -> RejectionReason.TOO_MANY_PIXELS;
            case NOT_AN_IMAGE -> RejectionReason.NOT_AN_IMAGE;
            case UNREADABLE -> RejectionReason.UNREADABLE_IMAGE;
            case UNSUPPORTED_IMAGE -> RejectionReason.UNSUPPORTED_IMAGE;
            case TOO_MANY_SCANS -> RejectionReason.TOO_MANY_SCANS;
            case TOO_MUCH_WORK, OUT_OF_TIME -> RejectionReason.TOO_MUCH_WORK;
        };
    }
}
