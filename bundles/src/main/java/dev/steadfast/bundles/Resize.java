package dev.steadfast.bundles;

import dev.steadfast.images.Interpolation;

/**
 * How pictures become the certified input: resized until they cover a box, the model's input then cut out of the centre.
 *
 * @param height rows of the box
 * @param width columns of the box
 * @param interpolation how they are resized
 */
public record Resize(int height, int width, Interpolation interpolation) {
    private static final int MOST = 8192;

    /** @throws IllegalArgumentException if the box is empty or too large */
    public Resize {
        Rules.checkRange("preprocessing.resize.height", height, 1, MOST);
        Rules.checkRange("preprocessing.resize.width", width, 1, MOST);
    }

    /**
     * The box of which a model's input is a fraction, in each direction; it is rounded down to whole pixels, as published recipes do it.
     *
     * @param cropFraction above 0, at most 1: 0.875 for an input of 224 pixels and a shorter side of 256
     * @throws IllegalArgumentException if the fraction is out of its range, or makes too large a box
     */
    public static Resize of(InputShape input, double cropFraction, Interpolation interpolation) {
        Rules.check(cropFraction > 0 && cropFraction <= 1, "crop-fraction", "above 0, and at most 1", cropFraction);
        return new Resize(
                (int) Math.floor(input.height() / cropFraction),
                (int) Math.floor(input.width() / cropFraction),
                interpolation);
    }

    /** {@return the line that it adds to what a bundle's digest is made of} */
    String line() {
        return "resize %d %d %s\n".formatted(height, width, interpolation);
    }
}
