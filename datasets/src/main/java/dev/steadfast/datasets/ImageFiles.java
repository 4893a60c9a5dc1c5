package dev.steadfast.datasets;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.ImageType;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.PixelRules;
import dev.steadfast.images.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Reads PNGs and JPEGs from disk; which of both a file is, its first bytes tell, whatever its name ends in.
 *
 * <p>Threading notes: safe for use by any number of threads. All that decode at the same time in this JVM take no more memory than a
 * single picture at the limits: small pictures are decoded side by side, a large one alone.
 */
final class ImageFiles {

    /** The intake's limits protect a service from strangers; these keep a heap of 1 GB from being filled by one picture. */
    private static final DecodingLimits LIMITS = DecodingLimits.ofMemory(128 << 20, 50_000_000);

    /** Into how many parts the limits are divided; a small picture takes one of them, a large one all. */
    static final int SHARES = Runtime.getRuntime().availableProcessors();

    /** Fair, so that a large picture gets its turn among many small ones. */
    private static final Semaphore FREE_SHARES = new Semaphore(SHARES, true);

    private static final int BEGINNING = 8;

    /** How the last chunk of a PNG ends, and the marker at the end of a JPEG. */
    private static final byte[] PNG_END = HexFormat.of().parseHex("49454e44ae426082");

    private static final byte[] JPEG_END = HexFormat.of().parseHex("ffd9");

    private final ImageDecoder large;
    private final ImageDecoder small;

    /** @param orientation what is made of their EXIF data */
    ImageFiles(OrientationRule orientation) {
        this(new ImageDecoder(LIMITS, orientation));
    }

    /** @param decoder its limits are what all files that are decoded at the same time may cost together */
    ImageFiles(ImageDecoder decoder) {
        this.large = decoder;
        DecodingLimits limits = decoder.limits();
        this.small = new ImageDecoder(
                new DecodingLimits(
                        limits.maxBytes() / SHARES,
                        limits.maxPixels() / SHARES,
                        limits.maxScans(),
                        limits.maxWork(),
                        limits.maxMemory() / SHARES,
                        limits.maxTime()),
                decoder.orientation());
    }

    /** {@return the rules by which files become a model's input, as receipts name them} */
    String pixelRules(Canonicaliser canonicaliser) {
        return new PixelRules(large, canonicaliser).text();
    }

    /**
     * Reads and decodes a file.
     *
     * @param use takes the picture, which should not be held any longer than that
     * @return what came of it
     * @throws DatasetException if the file cannot be read, is neither PNG nor JPEG, a damaged one, or beyond the limits
     */
    <T> T decode(Path file, Function<RgbImage, T> use) {
        try {
            long size = Files.size(file);
            if (size > large.limits().maxBytes()) { // before so many bytes are read
                throw new DatasetException("%s: the image has %d bytes, at most %d are taken"
                        .formatted(file, size, large.limits().maxBytes()));
            }
            if (size <= small.limits().maxBytes()) {
                try {
                    return decode(file, small, 1, use);
                } catch (ImageException e) {
                    // Known before a pixel was decoded: it takes all shares then.
                    if (e.problem() != ImageException.Problem.TOO_MANY_PIXELS) {
                        throw e;
                    }
                }
            }
            return decode(file, large, SHARES, use);
        } catch (ImageException e) {
            throw new DatasetException(file + ": " + reason(e), e);
        } catch (IOException e) {
            throw new DatasetException(file + " cannot be read: " + e, e);
        }
    }

    /** Why a file was refused: where its first bytes are of neither type, none of them was expected. */
    private static String reason(ImageException refusal) {
        return refusal.problem() == ImageException.Problem.NOT_AN_IMAGE
                ? "neither PNG nor JPEG, by its first bytes"
                : String.valueOf(refusal.getMessage());
    }

    private static <T> T decode(Path file, ImageDecoder decoder, int shares, Function<RgbImage, T> use)
            throws IOException, ImageException {
        FREE_SHARES.acquireUninterruptibly(shares);
        try {
            byte[] bytes = Files.readAllBytes(file);
            // Of neither type, it is refused by any.
            ImageType type = ImageType.ofBytes(bytes).orElseGet(ImageType.Jpeg::new);
            return use.apply(decoder.decode(type.contentType(), bytes));
        } finally {
            FREE_SHARES.release(shares);
        }
    }

    /**
     * What is wrong with a file, if anything.
     *
     * @param whole whether to decode it in any case; else only where its first and last bytes are not what they should be
     * @return the file and the reason, for people
     */
    Optional<String> fault(Path file, boolean whole) {
        try {
            if (whole || !looksWhole(file)) {
                decode(file, RgbImage::width);
            }
            return Optional.empty();
        } catch (DatasetException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return Optional.of(file + " cannot be read: " + e);
        }
    }

    private static boolean looksWhole(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            Optional<ImageType> type = ImageType.ofBytes(read(channel, 0, BEGINNING));
            if (type.isEmpty()) {
                return false;
            }
            byte[] end = type.get() instanceof ImageType.Png ? PNG_END : JPEG_END;
            return Arrays.equals(end, read(channel, Math.max(0, channel.size() - end.length), end.length));
        }
    }

    private static byte[] read(SeekableByteChannel channel, long from, int most) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        channel.position(from);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        return Arrays.copyOf(buffer.array(), buffer.position());
    }
}
