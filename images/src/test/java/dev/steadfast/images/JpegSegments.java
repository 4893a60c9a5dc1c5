package dev.steadfast.images;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A JPEG cut into its segments, to be put together otherwise.
 *
 * @param pieces the start of image, each segment with its marker, and behind a scan's header its data with whatever follows
 */
record JpegSegments(List<byte[]> pieces) {

    static final int SCAN = 0xda;
    static final int FRAME = 0xc0;

    static JpegSegments of(byte[] jpeg) {
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(slice(jpeg, 0, 2));
        int at = 2;
        while (at < jpeg.length && (jpeg[at + 1] & 0xff) != 0xd9) {
            int end = at + 2 + ((jpeg[at + 2] & 0xff) << 8 | (jpeg[at + 3] & 0xff));
            pieces.add(slice(jpeg, at, end));
            boolean scan = (jpeg[at + 1] & 0xff) == SCAN;
            at = end;
            if (scan) {
                while (jpeg[end] != (byte) 0xff || jpeg[end + 1] == 0 || (jpeg[end + 1] & 0xf8) == 0xd0) {
                    end++;
                }
                pieces.add(slice(jpeg, at, end));
                at = end;
            }
        }
        pieces.add(slice(jpeg, at, jpeg.length));
        return new JpegSegments(pieces);
    }

    static int marker(byte[] piece) {
        return piece.length > 1 && piece[0] == (byte) 0xff ? piece[1] & 0xff : -1;
    }

    static byte[] segment(int marker, byte[] content) {
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.write(0xff);
        segment.write(marker);
        segment.write((content.length + 2) >> 8);
        segment.write(content.length + 2);
        segment.writeBytes(content);
        return segment.toByteArray();
    }

    /** With bytes before the first segment that has a marker. */
    JpegSegments insert(int before, byte[] bytes) {
        List<byte[]> changed = new ArrayList<>(pieces);
        for (int i = 0; i < changed.size(); i++) {
            if (marker(changed.get(i)) == before) {
                changed.add(i, bytes);
                return new JpegSegments(changed);
            }
        }
        throw new IllegalArgumentException("no segment %02x".formatted(before));
    }

    JpegSegments without(Predicate<byte[]> piece) {
        return new JpegSegments(pieces.stream().filter(piece.negate()).toList());
    }

    /** With the first few scans alone, each with its data; tables that come between stay. */
    JpegSegments firstScans(int scans) {
        List<byte[]> kept = new ArrayList<>();
        int seen = 0;
        for (byte[] piece : pieces) {
            boolean end = marker(piece) == 0xd9;
            seen += marker(piece) == SCAN ? 1 : 0;
            if (seen <= scans || end) {
                kept.add(piece);
            }
        }
        return new JpegSegments(kept);
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pieces.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return java.util.Arrays.copyOfRange(bytes, from, to);
    }
}
