package dev.steadfast.standalone.camera;

import dev.steadfast.images.formats.jpeg.Marker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads one JPEG image of a stream, by its marker segments (ITU-T T.81, annex B), to where it ends. A segment has a length, and
 * entropy-coded data reach to the next marker that is neither a stuffed zero nor a restart. What lies between segments and belongs to none
 * is kept, as decoders pass over it. Used by one thread, once.
 */
final class JpegReader {

    /** Why an image ends. */
    enum End {
        /** With its end marker, after a scan. */
        WHOLE,
        /** In the data of a scan, where another image begins: {@link #bytes} are those before it. */
        SCAN_BEFORE_IMAGE,
        /** In the data of a scan, with the stream. */
        SCAN_AT_END,
        /** In the data of a scan, where the stream has paused. */
        SCAN_AT_PAUSE,
        /** In its header, where another image begins. */
        HEADER_BEFORE_IMAGE,
        /** In its header, with the stream. */
        HEADER_AT_END,
        /** With its end marker, and without any scan. */
        NO_SCAN,
        /** At once: no marker follows its start. */
        NOT_A_JPEG,
        /** Where it no longer fits a record. */
        TOO_LARGE
    }

    /** How long the data of a scan must stay away until they have ended without a marker: longer than networks hold data back. */
    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final int LENGTH_BYTES = 2;
    private static final int START_BYTES = 2;

    private final TimedInput input;
    private final boolean endsAtPause;
    private final ByteArrayOutputStream image = new ByteArrayOutputStream();

    private boolean inScan;
    private boolean scanned;
    private boolean holdsImage;
    private boolean mayHoldImage;
    private boolean beginsImage;
    private int last;
    private int lastButOne;
    private boolean doubtful;

    /**
     * An image of which the start marker has been read.
     *
     * @param endsAtPause whether a scan may end with a pause
     */
    JpegReader(TimedInput input, boolean endsAtPause) {
        this.input = input;
        this.endsAtPause = endsAtPause;
        image.write(Marker.PREFIX);
        image.write(Marker.START_OF_IMAGE);
    }

    /**
     * Reads to the end, or for as long as it takes.
     *
     * @throws IOException if the stream cannot be read
     */
    End read() throws IOException, InterruptedException {
        try {
            if (next() != Marker.PREFIX) {
                return End.NOT_A_JPEG;
            }
            int marker = code();
            while (marker != Marker.END_OF_IMAGE && marker != Marker.START_OF_IMAGE) {
                marker = segment(marker);
            }
            if (marker == Marker.END_OF_IMAGE) {
                return scanned ? End.WHOLE : End.NO_SCAN;
            }
            return inScan ? End.SCAN_BEFORE_IMAGE : End.HEADER_BEFORE_IMAGE;
        } catch (Ended e) {
            return e.end;
        }
    }

    /** What has been read of it; a start marker that ended it is none of it. */
    byte[] bytes(End end) {
        byte[] bytes = image.toByteArray();
        return end == End.SCAN_BEFORE_IMAGE ? Arrays.copyOf(bytes, bytes.length - START_BYTES) : bytes;
    }

    /** How many bytes have been read of it. */
    int size() {
        return image.size();
    }

    /**
     * Whether a segment may have been cut, so that what it seemed to hold was the start of the next frame: an image began in it and did not
     * end in it, or bytes followed it that belong to no segment.
     */
    boolean isDoubtful() {
        return doubtful;
    }

    /** Reads what follows a marker, and the marker after that. */
    private int segment(int marker) throws Ended, IOException, InterruptedException {
        inScan = false;
        last = 0;
        lastButOne = 0;
        if (!Marker.standsAlone(marker)) {
            int length = inHeader() << Byte.SIZE | inHeader();
            content(length - LENGTH_BYTES, Marker.isFree(marker));
        }
        if (marker == Marker.START_OF_SCAN) {
            inScan = true;
            scanned = true;
            return entropyCodedData();
        }
        return marker();
    }

    /**
     * Reads the content of a segment. Where it is laid down what a segment holds, no image can begin in it: then it was cut. Where anything
     * may be in it, whole images may be.
     */
    private void content(int length, boolean free) throws Ended, IOException, InterruptedException {
        int open = 0;
        for (int i = 0; i < length; i++) {
            mayHoldImage = free && i >= START_BYTES;
            int before = last;
            if (inHeader() == Marker.END_OF_IMAGE && before == Marker.PREFIX) {
                open = Math.max(0, open - 1);
            } else if (beginsImage) {
                open++;
                holdsImage = true;
            }
        }
        mayHoldImage = false;
        doubtful |= open > 0;
    }

    /** Reads up to the marker that ends the data. */
    private int entropyCodedData() throws Ended, IOException, InterruptedException {
        while (true) {
            if (next() == Marker.PREFIX) {
                int code = code();
                if (code != Marker.STUFFED && !Marker.isRestart(code)) {
                    return code;
                }
            }
        }
    }

    /** Passes over bytes that belong to no segment. */
    private int marker() throws Ended, IOException, InterruptedException {
        int value = inHeader();
        while (true) {
            if (value == Marker.PREFIX) {
                int code = code();
                if (code != Marker.STUFFED) {
                    return code;
                }
            }
            doubtful |= holdsImage;
            value = inHeader();
        }
    }

    /** The byte that tells markers apart; any number of fill bytes may come before it. */
    private int code() throws Ended, IOException, InterruptedException {
        int code = next();
        while (code == Marker.PREFIX) {
            code = next();
        }
        return code;
    }

    /** A byte of a segment or after it, and whether an image begins with the two before it. */
    private int inHeader() throws Ended, IOException, InterruptedException {
        int value = next();
        beginsImage = lastButOne == Marker.PREFIX && last == Marker.START_OF_IMAGE && value == Marker.PREFIX;
        lastButOne = last;
        last = value;
        if (beginsImage && !mayHoldImage) {
            input.unread();
            throw new Ended(End.HEADER_BEFORE_IMAGE);
        }
        return value;
    }

    private int next() throws Ended, IOException, InterruptedException {
        if (inScan && endsAtPause && !doubtful && input.pauses(PAUSE)) {
            throw new Ended(End.SCAN_AT_PAUSE);
        }
        int value = input.read();
        if (value == TimedInput.END) {
            throw new Ended(inScan ? End.SCAN_AT_END : End.HEADER_AT_END);
        }
        if (image.size() == EncodedImage.MAX_BYTES) {
            throw new Ended(End.TOO_LARGE);
        }
        image.write(value);
        return value;
    }

    /** Ends the reading wherever it is. */
    private static final class Ended extends Exception {

        private static final long serialVersionUID = 1L;

        private final End end;

        Ended(End end) {
            super(end.name(), null, false, false);
            this.end = end;
        }
    }
}
