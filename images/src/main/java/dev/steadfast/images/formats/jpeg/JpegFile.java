package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.Orientation;
import java.util.List;
import java.util.Optional;

/**
 * What the marker segments of a file say.
 *
 * @param frame its one frame
 * @param scans its scans, at least one, in their order
 * @param colour what its components are
 * @param orientation of its EXIF data
 */
record JpegFile(FrameHeader frame, List<ScanHeader> scans, ColourModel colour, Optional<Orientation> orientation) {}
