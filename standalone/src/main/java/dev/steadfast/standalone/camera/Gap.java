package dev.steadfast.standalone.camera;

import dev.steadfast.images.formats.jpeg.Marker;

/**
 * The bytes between two images of a stream, as they come, and what they say about the images on either side. After the end of a frame comes
 * the next one, perhaps after padding or a multipart boundary with its header lines; after the end of an image within a frame's header comes
 * the rest of that header, which is binary. Used by one thread.
 */
final class Gap {

    private static final int NUL = 0x00;
    private static final int BOUNDARY_DASHES = 2;

    private boolean filling = true;
    private int previous = NUL;
    private int bytes;
    private int visible;
    private int dashes;

    void add(int value) {
        filling &= isFilling(value);
        if (visible == dashes && value == '-') {
            dashes++;
        }
        if (value != '\r' && value != '\n') {
            visible++;
        }
        bytes++;
        previous = value;
    }

    /** Whether there is nothing but padding and lines of text, so that a frame may have ended before it. */
    boolean mayFollowAFrame() {
        return filling;
    }

    /** Whether a frame begins after it, if one has ended before it: it is empty, or begins with the dashes of a multipart boundary. */
    boolean leadsToAFrame() {
        return filling && (bytes == 0 || dashes >= BOUNDARY_DASHES);
    }

    /** Zeros, text, fill bytes of markers, and the end marker once more. */
    private boolean isFilling(int value) {
        return value == NUL
                || value == Marker.PREFIX
                || value == '\t'
                || value == '\r'
                || value == '\n'
                || (value >= ' ' && value <= '~')
                || (value == Marker.END_OF_IMAGE && previous == Marker.PREFIX);
    }
}
