package dev.steadfast.standalone.camera;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * The images of a multipart body (RFC 2046, section 5.1), as cameras write it: line ends may be LF, boundaries are as {@link PartBoundary}
 * has them, parts may have a length or none. A part without one ends with the next boundary, with the body, or where a JPEG has ended and
 * the stream pauses. Where lengths turn out to be wrong, only boundaries count. Parts that are said to be no images are passed over.
 */
final class MultipartImages implements ImageCutter {

    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int MAX_HEAD_LINES = 100;
    private static final int MAX_BYTES_BEFORE_FIRST = 1024 * 1024;

    private final TimedInput input;
    private final PartBoundary boundary;
    private boolean lengthsHold = true;
    private boolean first = true;

    /** Whether a boundary was read, and nothing after it. */
    private boolean atPart;

    /** Whether an image was handed over before its boundary was seen. */
    private boolean handedOver;

    /**
     * Reads a body.
     *
     * @param boundary as announced; empty if it was not
     */
    MultipartImages(TimedInput input, String boundary) {
        this.input = input;
        this.boundary = new PartBoundary(boundary);
    }

    @Override
    public Optional<byte[]> next() throws UnusableImageException, IOException, InterruptedException {
        while (atPart || findPart()) {
            atPart = false;
            PartHead head = head();
            if (isAtEnd()) { // the last boundary has nothing after it
                return Optional.empty();
            }
            byte[] part = lengthsHold && head.length().isPresent()
                    ? counted(head.length().getAsInt())
                    : delimited();
            if (head.mayBeImage()) {
                return Optional.of(part);
            }
        }
        return Optional.empty();
    }

    /** Reads through the next boundary; false at the end of the body. */
    private boolean findPart() throws UnusableImageException, IOException, InterruptedException {
        int passed = 0;
        boolean goesOn = false;
        while (!isAtEnd()) {
            String line = line();
            if (boundary.is(line)) {
                boolean wrong = handedOver && goesOn;
                handedOver = false;
                first = false;
                atPart = true;
                if (wrong) {
                    lengthsHold = false;
                    throw new UnusableImageException(
                            "comes after one that was longer than its Content-Length, or that had paused after an end marker");
                }
                return true;
            }
            goesOn |= !line.isBlank();
            passed += line.length();
            if (passed > (first ? MAX_BYTES_BEFORE_FIRST : EncodedImage.MAX_BYTES)) {
                throw new IOException("there is no boundary within %d bytes".formatted(passed));
            }
        }
        return false;
    }

    private boolean isAtEnd() throws IOException, InterruptedException {
        if (input.read() == TimedInput.END) {
            return true;
        }
        input.unread();
        return false;
    }

    private PartHead head() throws UnusableImageException, IOException, InterruptedException {
        PartHead head = PartHead.empty();
        for (int lines = 0; lines < MAX_HEAD_LINES; lines++) {
            String line = line();
            if (line.isEmpty()) {
                return head;
            }
            head = head.with(line);
        }
        throw new UnusableImageException("has more than %d header lines".formatted(MAX_HEAD_LINES));
    }

    private byte[] counted(int length) throws UnusableImageException, IOException, InterruptedException {
        if (length > EncodedImage.MAX_BYTES) {
            throw EncodedImage.tooLarge();
        }
        byte[] part = new byte[length];
        for (int i = 0; i < length; i++) {
            int value = input.read();
            if (value == TimedInput.END) {
                throw new UnusableImageException("is cut off after %d of %d bytes".formatted(i, length));
            }
            part[i] = (byte) value;
        }
        if (holdsBoundary(part)) {
            lengthsHold = false;
            throw new UnusableImageException("ends before the %d bytes that its Content-Length says".formatted(length));
        }
        handedOver = true;
        return part;
    }

    private boolean holdsBoundary(byte[] part) {
        int start = 0;
        for (int i = 0; i < part.length; i++) {
            if (part[i] == '\n') {
                if (boundary.endOfPart(part, start, i > start && part[i - 1] == '\r' ? i - 1 : i) >= 0) {
                    return true;
                }
                start = i + 1;
            }
        }
        return false;
    }

    private byte[] delimited() throws UnusableImageException, IOException, InterruptedException {
        Part part = new Part();
        while (!part.isEndedJpeg() || !input.pauses(JpegReader.PAUSE)) {
            int value = input.read();
            if (value == TimedInput.END) {
                return part.untilLineEnd(part.size());
            }
            part.write(value);
            int end = value == '\n' ? part.endAt(boundary) : -1;
            if (end >= 0) {
                atPart = true;
                return part.untilLineEnd(end);
            }
            if (part.size() > EncodedImage.MAX_BYTES + MAX_LINE_BYTES) {
                throw EncodedImage.tooLarge();
            }
        }
        handedOver = true;
        return part.untilLineEnd(part.size());
    }

    /** A line without its end; of a very long one, a piece. */
    private String line() throws IOException, InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int value = input.read();
        while (value != '\n' && value != TimedInput.END && line.size() < MAX_LINE_BYTES) {
            line.write(value);
            value = input.read();
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /** The bytes of a part, of which the last line is looked at again and again. */
    private static final class Part extends ByteArrayOutputStream {

        private int lineStart;

        /** Whether it ends as a JPEG does, line ends left out. */
        boolean isEndedJpeg() {
            int end = lengthWithoutLineEnd(count);
            return end >= 2 && buf[end - 2] == (byte) 0xff && buf[end - 1] == (byte) 0xd9;
        }

        /** After a line end: where the image ends if the line is a boundary, else -1. */
        int endAt(PartBoundary boundary) {
            int end = boundary.endOfPart(buf, lineStart, lengthWithoutLineEnd(count));
            lineStart = count;
            return end;
        }

        byte[] untilLineEnd(int length) {
            return Arrays.copyOf(buf, lengthWithoutLineEnd(length));
        }

        /** Without one line end. */
        private int lengthWithoutLineEnd(int length) {
            int end = length > 0 && buf[length - 1] == '\n' ? length - 1 : length;
            return end < length && end > 0 && buf[end - 1] == '\r' ? end - 1 : end;
        }
    }
}
