package dev.steadfast.bundles;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a classifier is given of pixels on the [0, 1] scale: channel {@code j} of its input is {@code (black + x (white - black) - mean[j]) /
 * std[j]}, where {@code x} is the channel that stands there in its order. It is part of the base classifier, behind noise and denoiser, so
 * that sigma and radius stay on the [0, 1] scale.
 *
 * @param range black and white
 * @param channels the order
 * @param mean of each channel, in the classifier's order and range
 * @param std standard deviation of each channel, likewise, above 0
 */
public record PixelValues(PixelRange range, ChannelOrder channels, List<Double> mean, List<Double> std) {
    private static final int CHANNELS = 3;

    /** The classifier is given pixels as they are; if it wants others, that is inside it. */
    public static final PixelValues AS_THEY_ARE =
            new PixelValues(PixelRange.UNIT, ChannelOrder.RGB, List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    /** @throws IllegalArgumentException if a value breaks its rule */
    public PixelValues {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        Rules.check(
                mean.size() == CHANNELS && mean.stream().allMatch(Double::isFinite),
                "preprocessing.values.mean",
                "a number for each of " + CHANNELS + " channels",
                mean);
        Rules.check(
                std.size() == CHANNELS && std.stream().allMatch(each -> Double.isFinite(each) && each > 0),
                "preprocessing.values.std",
                "a number above 0 for each of " + CHANNELS + " channels",
                std);
    }

    /** {@return by what a channel of the classifier's input is multiplied} */
    public double factor(int channel) {
        return (range.white() - range.black()) / std.get(channel);
    }

    /** {@return what is then added to it} */
    public double summand(int channel) {
        return (range.black() - mean.get(channel)) / std.get(channel);
    }

    /** {@return the line that it adds to what a bundle's digest is made of} */
    String line() {
        return "values %s %s mean %s std %s\n".formatted(range, channels, bits(mean), bits(std));
    }

    private static String bits(List<Double> numbers) {
        return numbers.stream()
                .map(number -> "%016x".formatted(Double.doubleToLongBits(number)))
                .collect(Collectors.joining(" "));
    }
}
