package dev.steadfast.images;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Resizes a picture until it just covers a box, and cuts the model's input out of its centre: what published classifiers are measured with.
 * Columns are resized first, then rows, both to bytes, in whole numbers: the results are Pillow's.
 *
 * <p>The picture keeps its shape. The side that meets the box becomes as long as the box's, the other as long as the same scale makes it,
 * rounded down. What is cut away above, or to the left, is half of what is too much, a half pixel being rounded to the even number.
 *
 * @param height rows of the model's input
 * @param width columns of the model's input
 * @param boxHeight rows of the box, at least {@code height}
 * @param boxWidth columns of the box, at least {@code width}
 * @param interpolation how it is resized
 */
public record ResizedCrop(int height, int width, int boxHeight, int boxWidth, Interpolation interpolation)
        implements Canonicaliser {

    private static final int CHANNELS = 3;
    private static final Pattern RULES = Pattern.compile("resize=([0-9]{1,4})x([0-9]{1,4})-([a-z]+)");

    /** @throws IllegalArgumentException if the box is smaller than the input */
    public ResizedCrop {
        if (height < 1 || width < 1 || boxHeight < height || boxWidth < width) {
            throw new IllegalArgumentException("a picture must be resized to %d x %d pixels or more, was %d x %d"
                    .formatted(height, width, boxHeight, boxWidth));
        }
    }

    static ResizedCrop parse(int height, int width, String rules) {
        Matcher matcher = RULES.matcher(rules);
        if (matcher.matches()) {
            for (Interpolation interpolation : Interpolation.values()) {
                if (interpolation.toString().equals(matcher.group(3))) {
                    return new ResizedCrop(
                            height,
                            width,
                            Integer.parseInt(matcher.group(1)),
                            Integer.parseInt(matcher.group(2)),
                            interpolation);
                }
            }
        }
        throw new IllegalArgumentException("no rule by which pictures are resized: '" + rules + "'");
    }

    @Override
    public String rules() {
        return "resize=%dx%d-%s".formatted(boxHeight, boxWidth, interpolation);
    }

    @Override
    public byte[] canonicalise(RgbImage image) {
        if (image.height() == height && image.width() == width) {
            return channelsFirst(image.rgb());
        }
        long resizedHeight = boxHeight;
        long resizedWidth = boxWidth;
        if ((long) image.width() * boxHeight <= (long) image.height() * boxWidth) {
            resizedHeight = (long) boxWidth * image.height() / image.width();
        } else {
            resizedWidth = (long) boxHeight * image.width() / image.height();
        }
        Resampling columns =
                Resampling.of(image.width(), resizedWidth, half(resizedWidth - width), width, interpolation);
        Resampling rows =
                Resampling.of(image.height(), resizedHeight, half(resizedHeight - height), height, interpolation);
        return joinRows(resizeRows(image, columns, rows.begin(), rows.end()), rows);
    }

    /** {@return half of a number, rounded to the even neighbour} */
    private static long half(long number) {
        return number / 2 + (number % 2 == 1 && number / 2 % 2 == 1 ? 1 : 0);
    }

    /** Rows {@code from} to {@code to}, each as long as the input's, pixel after pixel. */
    private byte[] resizeRows(RgbImage image, Resampling columns, int from, int to) {
        byte[] rgb = image.rgb();
        byte[] resized = new byte[Math.multiplyExact((to - from) * CHANNELS, width)];
        int at = 0;
        for (int y = from; y < to; y++) {
            int row = y * image.width() * CHANNELS;
            for (int x = 0; x < width; x++) {
                int source = row + columns.first()[x] * CHANNELS;
                int red = 0;
                int green = 0;
                int blue = 0;
                for (int weight : columns.weights()[x]) {
                    red += weight * Byte.toUnsignedInt(rgb[source]);
                    green += weight * Byte.toUnsignedInt(rgb[source + 1]);
                    blue += weight * Byte.toUnsignedInt(rgb[source + 2]);
                    source += CHANNELS;
                }
                resized[at++] = Resampling.rounded(red);
                resized[at++] = Resampling.rounded(green);
                resized[at++] = Resampling.rounded(blue);
            }
        }
        return resized;
    }

    private byte[] joinRows(byte[] resized, Resampling rows) {
        int values = width * CHANNELS;
        byte[] joined = new byte[height * values];
        int[] sums = new int[values];
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            int source = (rows.first()[y] - rows.begin()) * values;
            for (int weight : rows.weights()[y]) {
                for (int i = 0; i < values; i++) {
                    sums[i] += weight * Byte.toUnsignedInt(resized[source + i]);
                }
                source += values;
            }
            for (int i = 0; i < values; i++) {
                joined[y * values + i] = Resampling.rounded(sums[i]);
            }
        }
        return channelsFirst(joined);
    }

    private static byte[] channelsFirst(byte[] rgb) {
        int pixels = rgb.length / CHANNELS;
        byte[] planes = new byte[rgb.length];
        for (int pixel = 0; pixel < pixels; pixel++) {
            for (int channel = 0; channel < CHANNELS; channel++) {
                planes[channel * pixels + pixel] = rgb[pixel * CHANNELS + channel];
            }
        }
        return planes;
    }
}
