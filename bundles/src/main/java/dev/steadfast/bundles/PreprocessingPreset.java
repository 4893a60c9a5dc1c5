package dev.steadfast.bundles;

import dev.steadfast.images.Interpolation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Preprocessing that many published classifiers have in common. Each takes the centre 7/8 of the picture: 224 of 256 pixels. */
public enum PreprocessingPreset {
    /** torchvision's models: bilinear, ImageNet's mean and standard deviation. */
    TORCHVISION,

    /** timm's default: bicubic, ImageNet's mean and standard deviation. */
    TIMM,

    /** Caffe's models, and Keras's of mode "caffe": bilinear, blue first, from 0 to 255, less the mean of ImageNet. */
    CAFFE,

    /** TensorFlow's, and Keras's models of mode "tf": bilinear, from -1 to 1. */
    TF;

    /** Of the picture's shorter side, the part that is kept. */
    public static final double CROP_FRACTION = 0.875;

    private static final List<Double> ZEROS = List.of(0.0, 0.0, 0.0);
    private static final List<Double> ONES = List.of(1.0, 1.0, 1.0);

    /** {@return how pictures are resized} */
    public Interpolation interpolation() {
        return this == TIMM ? Interpolation.BICUBIC : Interpolation.BILINEAR;
    }

    /** {@return what the classifier is given of pixels} */
    public PixelValues pixelValues() {
        return switch (this) {
            case TORCHVISION, TIMM ->
                new PixelValues(
                        PixelRange.UNIT, ChannelOrder.RGB, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
            case CAFFE -> new PixelValues(PixelRange.BYTE, ChannelOrder.BGR, List.of(103.939, 116.779, 123.68), ONES);
            case TF -> new PixelValues(PixelRange.SIGNED, ChannelOrder.RGB, ZEROS, ONES);
        };
    }

    /** {@return all of it, for a model's input} */
    public Preprocessing of(InputShape input) {
        return new Preprocessing(Optional.of(Resize.of(input, CROP_FRACTION, interpolation())), pixelValues());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
