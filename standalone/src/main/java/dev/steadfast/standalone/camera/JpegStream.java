package dev.steadfast.standalone.camera;

import dev.steadfast.images.formats.jpeg.Marker;
import dev.steadfast.standalone.camera.JpegReader.End;
import java.io.IOException;
import java.util.Optional;

/**
 * Cuts a stream of JPEG images, one after the other, into images. What lies between them (a multipart header, padding) is passed over.
 *
 * <p>An image within the header of another, such as a thumbnail, must never be taken for a frame, also where the stream was cut. So an image
 * is in doubt unless it begins with the stream, or right after a frame (a multipart boundary may lie between) and keeps its own order, see
 * {@link JpegReader#isDoubtful}. One that is in doubt counts only if it has its end marker, and then comes what comes after a frame: another
 * image, padding, a boundary or the end of the stream. After a thumbnail comes the rest of a header. Frames may be lost that way, after a
 * break of the stream one or two. The first image of a stream is looked at in the same way, except that a pause may follow it as well.
 *
 * <p>A frame without an end marker ends where another image begins, with the stream, and with a pause of {@link JpegReader#PAUSE}.
 */
final class JpegStream implements ImageCutter {

    private final TimedInput input;

    /** Whether a start of image was read and nothing after it. */
    private boolean begun;

    /** Whether the image that begins next is a frame. */
    private boolean certain;

    /** Whether the stream stands at its beginning, or where a frame has ended. */
    private boolean afterFrame = true;

    private boolean paused;
    private boolean first = true;

    JpegStream(TimedInput input) {
        this.input = input;
    }

    @Override
    public Optional<byte[]> next() throws UnusableImageException, IOException, InterruptedException {
        if (!begun && !findStart()) {
            return Optional.empty();
        }
        JpegReader reader = new JpegReader(input, certain);
        End end = reader.read();
        boolean frame = certain && !reader.isDoubtful();
        begun = end == End.SCAN_BEFORE_IMAGE || end == End.HEADER_BEFORE_IMAGE;
        certain = false;
        boolean wasFirst = first;
        first = false;
        return switch (end) {
            case WHOLE -> Optional.of(frame && !wasFirst ? taken(reader, end) : confirmed(reader, frame));
            case SCAN_BEFORE_IMAGE, SCAN_AT_END, SCAN_AT_PAUSE -> {
                if (!frame) {
                    throw unusable("is cut off after %d bytes", reader);
                }
                paused = end == End.SCAN_AT_PAUSE;
                yield Optional.of(taken(reader, end));
            }
            case HEADER_BEFORE_IMAGE ->
                throw unusable("is cut off within its header: another image begins after %d bytes", reader);
            case HEADER_AT_END -> throw unusable("is cut off after %d bytes", reader);
            case NO_SCAN -> throw unusable("has no picture: it ends after %d bytes of header", reader);
            case NOT_A_JPEG -> throw unusable("is not a JPEG: there is no marker at byte 2", reader);
            case TOO_LARGE -> throw EncodedImage.tooLarge();
        };
    }

    private byte[] taken(JpegReader reader, End end) {
        afterFrame = !begun;
        return reader.bytes(end);
    }

    /** Looks at what follows an image that is in doubt. */
    private byte[] confirmed(JpegReader reader, boolean mayPause)
            throws UnusableImageException, IOException, InterruptedException {
        Gap gap = passOver(mayPause);
        if (!gap.mayFollowAFrame()) {
            throw unusable(
                    "may be a thumbnail: the stream was cut before it, and after its %d bytes comes no other image, boundary or end",
                    reader);
        }
        certain = begun && gap.leadsToAFrame();
        afterFrame = !begun;
        return reader.bytes(End.WHOLE);
    }

    /** Waits for the start of an image, or the end of the stream. */
    private boolean findStart() throws UnusableImageException, IOException, InterruptedException {
        Gap gap = passOver(false);
        certain = afterFrame && gap.leadsToAFrame();
        afterFrame = false;
        if (paused && !gap.mayFollowAFrame()) {
            paused = false;
            throw new UnusableImageException(
                    "is the rest of the one before, which had paused for %d s".formatted(JpegReader.PAUSE.toSeconds()));
        }
        paused = false;
        return begun;
    }

    /** Reads through the next start of an image, or to the end of the stream; to a pause, if that is enough. */
    private Gap passOver(boolean endsAtPause) throws IOException, InterruptedException {
        Gap gap = new Gap();
        boolean marker = false;
        while (!endsAtPause || !input.pauses(JpegReader.PAUSE)) {
            int value = input.read();
            if (value == TimedInput.END) {
                return gap;
            }
            if (marker && value == Marker.START_OF_IMAGE) {
                begun = true;
                return gap;
            }
            if (marker) {
                gap.add(Marker.PREFIX);
            }
            marker = value == Marker.PREFIX;
            if (!marker) {
                gap.add(value);
            }
        }
        return gap;
    }

    private static UnusableImageException unusable(String problem, JpegReader reader) {
        return new UnusableImageException(problem.formatted(reader.size()));
    }
}
