package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.ChannelOrder;
import dev.steadfast.bundles.InputShape;
import dev.steadfast.bundles.PixelRange;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.Preprocessing;
import dev.steadfast.bundles.PreprocessingPreset;
import dev.steadfast.bundles.Resize;
import dev.steadfast.images.Interpolation;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What was done to pictures when the classifier was measured by those who published it. */
final class PreprocessingOptions {
    private static final int CHANNELS = 3;

    @Option(
            names = "--preprocessing",
            paramLabel = "NAME",
            description =
                    "What is done to pictures in front of the classifier: torchvision, timm, caffe or tf, as their models were measured, perhaps"
                            + " with some of the following changed. Default: nothing; values from 0 to 1, red first.")
    private @Nullable PreprocessingPreset preset;

    @Option(
            names = "--crop-fraction",
            paramLabel = "F",
            description =
                    "The part of the shorter side that is kept: 0.875 resizes it to 256 pixels for an input of 224. Default: 0.875 with a name"
                            + " or --interpolation.")
    private @Nullable Double cropFraction;

    @Option(
            names = "--interpolation",
            paramLabel = "NAME",
            description = "How pictures are resized: bilinear or bicubic, as Pillow does it. Default: bilinear")
    private @Nullable Interpolation interpolation;

    @Option(names = "--range", paramLabel = "RANGE", description = "Of values: 0..1, 0..255 or -1..1. Default: 0..1")
    private @Nullable String range;

    @Option(names = "--channels", paramLabel = "ORDER", description = "Of colours: rgb or bgr. Default: rgb")
    private @Nullable String channels;

    @Option(
            names = "--mean",
            paramLabel = "A,B,C",
            split = ",",
            description = "What is subtracted then, in that range and order; one number stands for three.")
    private @Nullable List<Double> mean;

    @Option(
            names = "--std",
            paramLabel = "A,B,C",
            split = ",",
            description = "What it is then divided by; one number stands for three.")
    private @Nullable List<Double> std;

    /**
     * {@return what is asked for}
     *
     * @throws IllegalArgumentException if a value breaks its rule
     */
    Preprocessing of(InputShape input) {
        return new Preprocessing(resize(input), values());
    }

    private Optional<Resize> resize(InputShape input) {
        if (Stream.of(preset, cropFraction, interpolation).allMatch(Objects::isNull)) {
            return Optional.empty();
        }
        return Optional.of(Resize.of(
                input,
                cropFraction == null ? PreprocessingPreset.CROP_FRACTION : cropFraction,
                interpolation != null
                        ? interpolation
                        : preset == null ? Interpolation.BILINEAR : preset.interpolation()));
    }

    private PixelValues values() {
        PixelValues named = preset == null ? PixelValues.AS_THEY_ARE : preset.pixelValues();
        return new PixelValues(
                range == null ? named.range() : PixelRange.of(range),
                channels == null ? named.channels() : ChannelOrder.of(channels.toLowerCase(Locale.ROOT)),
                mean == null ? named.mean() : three(mean),
                std == null ? named.std() : three(std));
    }

    private static List<Double> three(List<Double> numbers) {
        return numbers.size() == 1
                ? Stream.generate(() -> numbers.get(0)).limit(CHANNELS).toList()
                : numbers;
    }
}
