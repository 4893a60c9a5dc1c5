package dev.steadfast.images;

/**
 * Makes the certified input from a picture of any size. The radius of a certificate speaks of the result, so it is the same on every
 * machine, bit for bit. A picture that has the model's size already is taken as it is. Immutable; safe for use by several threads.
 */
public sealed interface Canonicaliser permits CoveringCut, ResizedCrop {

    /** {@return the rule of bundles that say nothing of it: the picture covers the model's input, no more} */
    static Canonicaliser covering(int height, int width) {
        return new CoveringCut(height, width);
    }

    /**
     * Finds the rule that a text names.
     *
     * @param rules what {@link #rules} of such a rule gave
     * @throws IllegalArgumentException if it is no rule of this version
     */
    static Canonicaliser named(int height, int width, String rules) {
        return rules.isEmpty() ? covering(height, width) : ResizedCrop.parse(height, width, rules);
    }

    /** {@return rows of the model's input} */
    int height();

    /** {@return columns of the model's input} */
    int width();

    /** {@return the rule's name, as it stands behind the decoder's in receipts; empty for {@link #covering}} */
    String rules();

    /** {@return the certified input: unsigned bytes, channel first ({@code 3 x height x width}, red first)} */
    byte[] canonicalise(RgbImage image);
}
