package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.Budget;
import dev.steadfast.images.formats.Decoded;
import dev.steadfast.images.formats.FormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Decodes a JPEG. */
public final class JpegDecoder {

    private static final int PIXEL_BYTES = 3;

    private final JpegFile file;
    private final Budget budget;
    private final List<Component> components = new ArrayList<>();

    private JpegDecoder(JpegFile file, Budget budget) {
        this.file = file;
        this.budget = budget;
    }

    /**
     * Decodes the first image of some bytes. Profiles (ICC) and thumbnails are not looked at.
     *
     * @param data bytes that begin with a start of image, 0xff 0xd8
     * @throws FormatException if they are not all of an image, or of one that is not taken
     */
    public static Decoded decode(byte[] data, Budget budget) throws FormatException {
        JpegDecoder decoder = new JpegDecoder(JpegParser.parse(data, budget), budget);
        decoder.decodeScans(data);
        return decoder.pixels();
    }

    private void decodeScans(byte[] data) throws FormatException {
        FrameHeader frame = file.frame();
        for (FrameHeader.Entry entry : frame.entries()) {
            components.add(new Component(entry, frame, frame.progressive()));
        }
        BlockDecoder sequential = new SequentialBlocks();
        int number = 1;
        for (ScanHeader scan : file.scans()) {
            scan.quantisation().forEach((component, steps) -> components.get(component).quantisation = steps);
            BlockDecoder blocks = frame.progressive() ? new ProgressiveBlocks(scan, components) : sequential;
            if (!frame.progressive()) {
                requireFirst(scan);
            }
            EntropyReader reader = new EntropyReader(data, scan.from(), scan.end(), number++);
            new ScanDecoder(scan, frame, components, blocks, reader, budget).decode();
        }
        requireComplete();
    }

    /** A sequential scan has all of its components. */
    private void requireFirst(ScanHeader scan) throws FormatException {
        for (ScanHeader.Part part : scan.parts()) {
            Component component = components.get(part.component());
            if (component.precision[0] != Component.UNKNOWN) {
                throw FormatException.corrupt("has two scans of component %d", component.id);
            }
            Arrays.fill(component.precision, 0);
        }
    }

    /** What was never sent would have to be guessed, and decoders guess differently. */
    private void requireComplete() throws FormatException {
        for (Component component : components) {
            for (int i = 0; i < component.precision.length; i++) {
                if (component.precision[i] != 0) {
                    throw FormatException.corrupt(
                            "is incomplete: a scan is missing that has %s of component %d",
                            component.precision[i] == Component.UNKNOWN
                                    ? "coefficient " + i
                                    : "the last bits of coefficient " + i,
                            component.id);
                }
            }
        }
    }

    private Decoded pixels() throws FormatException {
        FrameHeader frame = file.frame();
        if (frame.progressive()) {
            for (Component component : components) {
                transform(component);
                component.coefficients = new short[0]; // makes room for the pixels
            }
        }
        Upsampler[] upsamplers = new Upsampler[components.size()];
        for (int i = 0; i < upsamplers.length; i++) {
            upsamplers[i] = new Upsampler(components.get(i), frame);
        }
        byte[] rgb = new byte[Math.multiplyExact(PIXEL_BYTES, frame.width() * frame.height())];
        byte[][] row = new byte[upsamplers.length][];
        for (int y = 0; y < frame.height(); y++) {
            budget.requireTime();
            for (int i = 0; i < row.length; i++) {
                row[i] = upsamplers[i].row(y);
            }
            file.colour().convert(row, frame.width(), rgb, y * PIXEL_BYTES * frame.width());
        }
        return new Decoded(frame.width(), frame.height(), rgb, file.orientation());
    }

    private void transform(Component component) throws FormatException {
        InverseTransform transform = new InverseTransform();
        int[] steps = Objects.requireNonNull(component.quantisation);
        for (int row = 0; row < component.blockRows; row++) {
            budget.requireTime();
            for (int column = 0; column < component.blockColumns; column++) {
                transform.block(
                        component.coefficients,
                        component.block(column, row) * Component.BLOCK_SAMPLES,
                        steps,
                        component.samples,
                        (row * component.stride() + column) * Component.BLOCK,
                        component.stride());
            }
        }
    }
}
