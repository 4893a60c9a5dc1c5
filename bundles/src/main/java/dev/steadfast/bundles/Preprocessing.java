package dev.steadfast.bundles;

import dev.steadfast.images.Canonicaliser;
import dev.steadfast.images.ResizedCrop;
import java.util.Optional;

/**
 * What is done to pictures in front of a classifier, as it was published. How a picture is resized and cut makes the certified input;
 * what is done to its values is part of the base classifier.
 *
 * @param resize empty for the rule of bundles that say nothing of it: the picture covers the model's input, no more
 * @param values what the classifier is given of pixels
 */
public record Preprocessing(Optional<Resize> resize, PixelValues values) {

    /** That of bundles that say nothing of it. */
    public static final Preprocessing NONE = new Preprocessing(Optional.empty(), PixelValues.AS_THEY_ARE);

    /**
     * {@return what makes a certified input of a picture}
     *
     * @throws IllegalArgumentException if the box is smaller than the input
     */
    public Canonicaliser canonicaliser(InputShape input) {
        return resize.<Canonicaliser>map(box ->
                        new ResizedCrop(input.height(), input.width(), box.height(), box.width(), box.interpolation()))
                .orElseGet(() -> Canonicaliser.covering(input.height(), input.width()));
    }

    /** {@return whether the classifier is given pixels as they are} */
    public boolean leavesValues() {
        return values.equals(PixelValues.AS_THEY_ARE);
    }

    /** {@return the lines that it adds to what a bundle's digest is made of: none for what does nothing} */
    String lines() {
        return resize.map(Resize::line).orElse("") + (leavesValues() ? "" : values.line());
    }
}
