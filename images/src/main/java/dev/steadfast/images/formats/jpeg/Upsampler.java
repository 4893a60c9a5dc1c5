package dev.steadfast.images.formats.jpeg;

import dev.steadfast.images.formats.FormatException;

/**
 * Gives the rows of a component at the size of the image. Where it is half as wide or half as high, or both, values between are
 * interpolated with a triangle filter, at the edges repeated, with the rounding of libjpeg's default ("fancy upsampling", with
 * libjpeg-turbo's for half the height); for other factors samples are repeated. Used by one thread.
 */
final class Upsampler {

    /** A component of so few columns is not interpolated across. */
    private static final int FEW_COLUMNS = 2;

    private final Component component;
    private final int across;
    private final int down;
    private final int[] sums;
    private final byte[] row;

    /** @throws FormatException if the component would have to be enlarged by a fraction */
    Upsampler(Component component, FrameHeader frame) throws FormatException {
        if (frame.mostHorizontal() % component.horizontal != 0 || frame.mostVertical() % component.vertical != 0) {
            throw FormatException.unsupported(
                    "has components whose sizes are no whole multiples of each other (sampling factors %d x %d and %d x %d)",
                    frame.mostHorizontal(), frame.mostVertical(), component.horizontal, component.vertical);
        }
        this.component = component;
        this.across = frame.mostHorizontal() / component.horizontal;
        this.down = frame.mostVertical() / component.vertical;
        this.sums = new int[component.width];
        this.row = new byte[component.width * across];
    }

    /** {@return a row, at least as long as the image is wide; good until the next call} */
    byte[] row(int y) {
        boolean smooth = component.width > FEW_COLUMNS;
        if (across == 2 && down == 1 && smooth) {
            betweenColumns(y);
        } else if (across == 1 && down == 2) {
            betweenRows(y);
        } else if (across == 2 && down == 2 && smooth) {
            betweenBoth(y);
        } else {
            repeat(y / down);
        }
        return row;
    }

    private void repeat(int y) {
        int from = y * component.stride();
        if (across == 1) {
            System.arraycopy(component.samples, from, row, 0, component.width);
            return;
        }
        int to = 0;
        for (int x = 0; x < component.width; x++) {
            for (int i = 0; i < across; i++) {
                row[to++] = component.samples[from + x];
            }
        }
    }

    private void betweenColumns(int y) {
        byte[] samples = component.samples;
        int from = y * component.stride();
        int last = component.width - 1;
        for (int x = 0; x <= last; x++) {
            int here = 3 * (samples[from + x] & 0xff);
            int left = samples[from + Math.max(x - 1, 0)] & 0xff;
            int right = samples[from + Math.min(x + 1, last)] & 0xff;
            row[2 * x] = (byte) ((here + left + 1) >> 2);
            row[2 * x + 1] = (byte) ((here + right + 2) >> 2);
        }
    }

    private void betweenRows(int y) {
        int near = y / 2 * component.stride();
        int far = farRow(y) * component.stride();
        int bias = y % 2 == 0 ? 1 : 2;
        for (int x = 0; x < component.width; x++) {
            row[x] = (byte)
                    ((3 * (component.samples[near + x] & 0xff) + (component.samples[far + x] & 0xff) + bias) >> 2);
        }
    }

    private void betweenBoth(int y) {
        int near = y / 2 * component.stride();
        int far = farRow(y) * component.stride();
        int last = component.width - 1;
        for (int x = 0; x <= last; x++) {
            sums[x] = 3 * (component.samples[near + x] & 0xff) + (component.samples[far + x] & 0xff);
        }
        for (int x = 0; x <= last; x++) {
            row[2 * x] = (byte) ((3 * sums[x] + sums[Math.max(x - 1, 0)] + 8) >> 4);
            row[2 * x + 1] = (byte) ((3 * sums[x] + sums[Math.min(x + 1, last)] + 7) >> 4);
        }
    }

    /** The row on the other side of the output row's place than the one that it lies in. */
    private int farRow(int y) {
        return y % 2 == 0 ? Math.max(y / 2 - 1, 0) : Math.min(y / 2 + 1, component.height - 1);
    }
}
