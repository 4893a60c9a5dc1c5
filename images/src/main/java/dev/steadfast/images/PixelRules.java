package dev.steadfast.images;

/**
 * How bytes become a certified input: decoded, then made of the model's size.
 *
 * @param decoder makes pixels of bytes
 * @param canonicaliser makes the certified input of pixels
 */
public record PixelRules(ImageDecoder decoder, Canonicaliser canonicaliser) {

    /** {@return both rules, as receipts name them} */
    public String text() {
        return canonicaliser.rules().isEmpty() ? decoder.rules() : decoder.rules() + " " + canonicaliser.rules();
    }

    /** Whether a text begins with the rules of a decoder. */
    private static boolean begins(String text, ImageDecoder decoder) {
        return text.equals(decoder.rules()) || text.startsWith(decoder.rules() + " ");
    }

    /**
     * Finds the rules that a receipt names.
     *
     * @param text what {@link #text} gave
     * @param limits for the decoder
     * @throws IllegalArgumentException if this version does not know them
     */
    public static PixelRules named(String text, int height, int width, DecodingLimits limits) {
        for (OrientationRule orientation : OrientationRule.values()) {
            ImageDecoder decoder = new ImageDecoder(limits, orientation);
            if (begins(text, decoder)) {
                String rest = text.substring(decoder.rules().length()).strip();
                return new PixelRules(decoder, Canonicaliser.named(height, width, rest));
            }
        }
        throw new IllegalArgumentException("no rule by which pictures are decoded: '" + text + "'");
    }

    /**
     * Makes a certified input.
     *
     * @throws ImageException if the bytes are not such an image, or one beyond the limits
     */
    public byte[] apply(String contentType, byte[] encoded) throws ImageException {
        return canonicaliser.canonicalise(decoder.decode(contentType, encoded));
    }
}
