package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.Exif;
import dev.steadfast.images.formats.FormatException;
import dev.steadfast.images.formats.Orientation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the marker segments of a file (ITU-T T.81, annex B) without decoding anything, so that size and number of scans are known
 * before that costs. Bytes between segments are passed over, as is all that follows the end of the image; the end marker may be missing.
 * Used by one thread, for one file.
 */
final class JpegParser {

    private static final int LENGTH_BYTES = 2;
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
    private static final int JFIF_BYTES = 14;
    private static final int ADOBE_BYTES = 12;

    private final byte[] data;
    private final Budget budget;
    private final Tables tables = new Tables();
    private final List<ScanHeader> scans = new ArrayList<>();
    private final Set<Integer> begun = new HashSet<>();
    private @Nullable FrameHeader frame;
    private @Nullable ColourModel colour;
    private boolean jfif;
    private OptionalInt adobe = OptionalInt.empty();
    private Optional<Orientation> orientation = Optional.empty();
    private int restartInterval;

    private JpegParser(byte[] data, Budget budget) {
        this.data = data;
        this.budget = budget;
    }

    /**
     * Follows the segments of a file that begins with a start of image.
     *
     * @throws FormatException if they are malformed, of a kind that is not decoded, or announce more than the budget allows
     */
    static JpegFile parse(byte[] data, Budget budget) throws FormatException {
        return new JpegParser(data, budget).parse();
    }

    private JpegFile parse() throws FormatException {
        int at = nextMarker(LENGTH_BYTES);
        while (at < data.length && code(at) != Marker.END_OF_IMAGE) {
            at = nextMarker(pass(at));
        }
        if (frame == null || colour == null || scans.isEmpty()) {
            throw FormatException.corrupt(
                    "ends before its first pixel: it has no %s", frame == null ? "frame" : "scan");
        }
        if (begun.size() < frame.entries().size()) {
            throw FormatException.corrupt(
                    "is incomplete: a scan is missing, there are some of %d components of %d",
                    begun.size(), frame.entries().size());
        }
        return new JpegFile(frame, scans, colour, orientation);
    }

    /** {@return the place of the next marker's code} Behind the last byte if there is none. */
    private int nextMarker(int from) {
        int at = from;
        while (at < data.length) {
            if (code(at) != Marker.PREFIX) {
                at++;
                continue;
            }
            while (at < data.length && code(at) == Marker.PREFIX) {
                at++;
            }
            if (at < data.length && code(at) != Marker.STUFFED) {
                return at;
            }
        }
        return data.length;
    }

    /**
     * Reads what follows a marker.
     *
     * @param at the place of the marker's code
     * @return where to look for the next one
     */
    private int pass(int at) throws FormatException {
        int marker = code(at);
        if (Marker.standsAlone(marker)) {
            return at + 1;
        }
        if (marker == Marker.START_OF_IMAGE) {
            throw FormatException.corrupt("is cut off: another image begins within it");
        }
        int from = at + 1 + LENGTH_BYTES;
        int end = from <= data.length ? at + 1 + (code(at + 1) << Byte.SIZE | code(at + 2)) : data.length + 1;
        if (end < from) {
            throw FormatException.corrupt("has a segment 0x%02x of impossible length", marker);
        }
        if (end > data.length) {
            if (!scans.isEmpty()) {
                return data.length; // all pixels may be there; their scans say
            }
            throw FormatException.corrupt("ends before its last pixel, within a segment 0x%02x", marker);
        }
        SegmentReader segment = new SegmentReader(data, from, end, marker);
        switch (marker) {
            case Marker.HUFFMAN_TABLES -> tables.huffman(segment);
            case Marker.QUANTISATION_TABLES -> tables.quantisation(segment);
            case Marker.RESTART_INTERVAL -> restartInterval = segment.two();
            case Marker.APPLICATION_0 ->
                jfif |= scans.isEmpty() && end - from + LENGTH_BYTES >= JFIF_BYTES && begins(from, end, JFIF);
            case Marker.APPLICATION_1 -> exif(from, end);
            case Marker.APPLICATION_14 -> adobe(from, end);
            case Marker.START_OF_SCAN -> {
                return scan(segment, end);
            }
            case Marker.NUMBER_OF_LINES, Marker.HIERARCHY, Marker.EXPANSION ->
                throw FormatException.unsupported(
                        "is hierarchical, or tells its height after its pixels (0x%02x)", marker);
            default -> {
                if (Marker.isFrame(marker)) {
                    frame(segment, marker);
                }
            }
        }
        return end;
    }

    private void exif(int from, int end) {
        if (orientation.isEmpty() && begins(from, end, EXIF)) {
            orientation = Exif.orientation(data, from + EXIF.length, end);
        }
    }

    private void adobe(int from, int end) {
        if (scans.isEmpty() && begins(from, end, ADOBE) && end - from >= ADOBE_BYTES) {
            adobe = OptionalInt.of(code(from + ADOBE_BYTES - 1));
        }
    }

    private void frame(SegmentReader segment, int marker) throws FormatException {
        if (frame != null) {
            throw FormatException.corrupt("has two frames");
        }
        FrameHeader read = FrameHeader.read(segment, marker);
        budget.requireSize(read.width(), read.height());
        frame = read;
    }

    /** Reads a scan's header, and finds the end of its data. */
    private int scan(SegmentReader segment, int from) throws FormatException {
        if (frame == null) {
            throw FormatException.corrupt("has a scan before its frame");
        }
        if (colour == null) {
            colour = ColourModel.of(frame.entries(), jfif, adobe);
        }
        budget.requireScans(scans.size() + 1);
        budget.requireWork(frame.width(), frame.height(), scans.size() + 1);
        budget.requireMemory(frame.memory());
        int end = endOfData(from);
        ScanHeader scan = header(frame, segment, from, end);
        requireData(frame, scan);
        scans.add(scan);
        return end;
    }

    /** A few bytes must not announce a large picture: each block takes a bit for DC, and one for what else a sequential scan has of it. */
    private void requireData(FrameHeader frame, ScanHeader scan) throws FormatException {
        long blocks = 0;
        for (ScanHeader.Part part : scan.parts()) {
            FrameHeader.Entry entry = frame.entries().get(part.component());
            blocks += scan.parts().size() > 1 ? frame.blocks(entry) : frame.ownBlocks(entry);
        }
        long bits = frame.progressive() ? (scan.firstCoefficient() == 0 ? blocks : 0) : 2 * blocks;
        if (Byte.SIZE * (long) (scan.end() - scan.from()) < bits) {
            throw scan.end() == data.length
                    ? FormatException.corrupt("ends before its last pixel")
                    : FormatException.corrupt(
                            "is damaged: the data of scan %d end before their last block", scans.size() + 1);
        }
    }

    private ScanHeader header(FrameHeader frame, SegmentReader segment, int from, int end) throws FormatException {
        int parts = segment.one();
        int[] components = new int[parts];
        int[] selectors = new int[parts];
        for (int i = 0; i < parts; i++) {
            components[i] = component(frame, segment.one());
            selectors[i] = segment.one();
        }
        if (parts == 0 || Arrays.stream(components).distinct().count() < parts) {
            throw FormatException.corrupt("has a scan of no component, or of one twice");
        }
        int first = segment.one();
        int last = segment.one();
        int bits = segment.one();
        boolean whole = !frame.progressive(); // what a sequential scan says of coefficients and bits means nothing
        boolean dc = whole || (first == 0 && bits >> 4 == 0);
        boolean ac = whole || first > 0;
        List<ScanHeader.Part> list = new ArrayList<>();
        Map<Integer, int[]> quantisation = new HashMap<>();
        for (int i = 0; i < parts; i++) {
            list.add(new ScanHeader.Part(
                    components[i],
                    dc ? tables.huffman(false, selectors[i] >> 4, whole) : null,
                    ac ? tables.huffman(true, selectors[i] & 15, whole) : null));
            if (begun.add(components[i])) {
                quantisation.put(
                        components[i],
                        tables.quantisation(frame.entries().get(components[i]).quantisationTable()));
            }
        }
        return whole
                ? new ScanHeader(list, 0, Component.BLOCK_SAMPLES - 1, 0, 0, restartInterval, quantisation, from, end)
                : new ScanHeader(list, first, last, bits >> 4, bits & 15, restartInterval, quantisation, from, end);
    }

    private static int component(FrameHeader frame, int id) throws FormatException {
        for (int i = 0; i < frame.entries().size(); i++) {
            if (frame.entries().get(i).id() == id) {
                return i;
            }
        }
        throw FormatException.corrupt("has a scan of component %d, which its frame does not have", id);
    }

    /** {@return where the entropy-coded data end: at the first 0xff of a marker that is no restart, or behind the last byte} */
    private int endOfData(int from) {
        for (int at = from; at < data.length; at++) {
            if (code(at) == Marker.PREFIX) {
                int marker = at + 1;
                while (marker < data.length && code(marker) == Marker.PREFIX) {
                    marker++;
                }
                if (marker == data.length) {
                    return data.length;
                }
                if (code(marker) != Marker.STUFFED && !Marker.isRestart(code(marker))) {
                    return at;
                }
                at = marker;
            }
        }
        return data.length;
    }

    private boolean begins(int from, int end, byte[] start) {
        return end - from >= start.length && Arrays.equals(data, from, from + start.length, start, 0, start.length);
    }

    private int code(int at) {
        return data[at] & 0xff;
    }
}
