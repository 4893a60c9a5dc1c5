package dev.steadfast.standalone.replay;

import dev.steadfast.avro.AcceptedFrame;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.FrameSource;
import dev.steadfast.avro.Receipt;
import dev.steadfast.bundles.Sha256;
import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.PixelRules;
import dev.steadfast.schemas.RecordBytes;
import dev.steadfast.schemas.Topics;
import dev.steadfast.standalone.camera.EncodedImage;
import dev.steadfast.standalone.camera.UnusableImageException;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.watch.TopicReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The certified input of a prediction, found again: its SHA-256 is the receipt's.
 *
 * @param pixels unsigned bytes, channel first
 * @param origin where it was found, for people
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier: never compared, never changed
public record CertifiedInput(byte[] pixels, String origin) {

    private static final int MOST_PIXELS = 500_000_000;

    /**
     * Finds it: in accepted-frames; where retention has taken it there, as the frame that was published, made the input again.
     *
     * @throws CommandException if it is in neither, or what is there is something else
     */
    public static CertifiedInput find(CertifiedPrediction prediction, TopicReader reader) {
        FrameSource source = prediction.getSource();
        if (source == null) {
            throw gone(prediction, "the prediction does not say where its frame stands");
        }
        Optional<AcceptedFrame> accepted =
                reader.at(Topics.ACCEPTED_FRAMES, source.getInputPartition(), source.getInputOffset());
        if (accepted.isPresent()) {
            return checked(
                    RecordBytes.copy(accepted.get().getImage()),
                    "accepted-frames, partition %d, offset %d"
                            .formatted(source.getInputPartition(), source.getInputOffset()),
                    prediction);
        }
        Frame frame = reader.at(Topics.FRAMES, source.getFramePartition(), source.getFrameOffset())
                .orElseThrow(() -> gone(prediction, "the topics accepted-frames and frames keep its frame no more"));
        return checked(
                canonical(frame.getContentType(), RecordBytes.copy(frame.getImage()), prediction.getReceipt()),
                "frames, partition %d, offset %d".formatted(source.getFramePartition(), source.getFrameOffset()),
                prediction);
    }

    /**
     * Makes it again from an image file.
     *
     * @throws CommandException if the file is no image, or not the one that was certified
     */
    static CertifiedInput of(Path file, CertifiedPrediction prediction) {
        try {
            EncodedImage image = EncodedImage.read(file);
            return checked(
                    canonical(image.contentType(), RecordBytes.copy(image.bytes()), prediction.getReceipt()),
                    file.toString(),
                    prediction);
        } catch (UnusableImageException e) {
            throw new CommandException("--image: %s %s".formatted(file, e.getMessage()), e);
        }
    }

    private static byte[] canonical(String contentType, byte[] encoded, Receipt receipt) {
        try {
            return rules(receipt).apply(contentType, encoded);
        } catch (ImageException e) {
            throw new CommandException("the image cannot be decoded: " + e.getMessage(), e);
        }
    }

    private static CertifiedInput checked(byte[] pixels, String origin, CertifiedPrediction prediction) {
        String digest = Sha256.of(ByteBuffer.wrap(pixels));
        String wanted = prediction.getReceipt().getInputSha256();
        if (!digest.equals(wanted)) {
            throw new CommandException(
                    "the image from %s is not the one that was certified: its SHA-256, at the model's size, is %s, that of the receipt %s"
                            .formatted(origin, digest, wanted));
        }
        return new CertifiedInput(pixels, origin);
    }

    private static CommandException gone(CertifiedPrediction prediction, String why) {
        return new CommandException("the certified input of frame %s cannot be found: %s. --image FILE gives it"
                .formatted(prediction.getFrameId(), why));
    }

    /** The rules that a receipt names. Versions that named none took pictures as they are stored. */
    private static PixelRules rules(Receipt receipt) {
        DecodingLimits limits = DecodingLimits.ofMemory(Topics.LARGE, MOST_PIXELS);
        String named = receipt.getPixelRules();
        if (named == null) {
            return new PixelRules(
                    new ImageDecoder(limits, OrientationRule.STORED),
                    Canonicaliser.covering(receipt.getInputHeight(), receipt.getInputWidth()));
        }
        try {
            return PixelRules.named(named, receipt.getInputHeight(), receipt.getInputWidth(), limits);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    "the certified input was made by the rules '%s', which this version does not know: %s"
                            .formatted(named, e.getMessage()),
                    e);
        }
    }
}
