package dev.steadfast.datasets;

import dev.steadfast.images.DecodingLimits;
import dev.steadfast.images.ImageDecoder;
import dev.steadfast.images.ImageException;
import dev.steadfast.images.ImageType;
import dev.steadfast.images.OrientationRule;
import dev.steadfast.images.RgbImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A PNG or JPEG on disk, which its first bytes tell, whatever its name ends in. */
final class ImageFile {

    /** The intake's limits protect a service from strangers; these keep a heap of 1 GB from being filled by one picture. */
    private static final DecodingLimits LIMITS = DecodingLimits.ofMemory(128 << 20, 50_000_000);

    private static final int BEGINNING = 8;

    /** How the last chunk of a PNG ends, and the marker at the end of a JPEG. */
    private static final byte[] PNG_END = HexFormat.of().parseHex("49454e44ae426082");

    private static final byte[] JPEG_END = HexFormat.of().parseHex("ffd9");

    private ImageFile() {}

    /** What decodes files, by a rule for their EXIF data. */
    static ImageDecoder decoder(OrientationRule orientation) {
        return new ImageDecoder(LIMITS, orientation);
    }

    /**
     * Reads and decodes it.
     *
     * @throws ImageException if it is neither PNG nor JPEG, or a damaged one
     */
    static RgbImage decode(Path file, ImageDecoder decoder) throws IOException, ImageException {
        byte[] bytes = Files.readAllBytes(file);
        // Of neither type, its own reason is better than any here.
        return decoder.decode(
                ImageType.ofBytes(bytes).orElseGet(ImageType.Jpeg::new).contentType(), bytes);
    }

    /**
     * What is wrong with it, if anything.
     *
     * @param whole whether to decode it in any case; else only where its first and last bytes are not what they should be
     * @return the file and the reason, for people
     */
    static Optional<String> fault(Path file, boolean whole, ImageDecoder decoder) {
        try {
            if (whole || !looksWhole(file)) {
                decode(file, decoder);
            }
            return Optional.empty();
        } catch (ImageException e) {
            return Optional.of(file + ": " + e.getMessage());
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
