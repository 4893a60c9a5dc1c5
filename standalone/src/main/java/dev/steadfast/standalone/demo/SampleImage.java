package dev.steadfast.standalone.demo;

import dev.steadfast.images.ImageType;
import java.util.Optional;

/**
 * One of the images that the demo's cameras show.
 *
 * @param number its place in the set that it is of, from 0
 * @param label its class, as the bundle that the set is for numbers them; {@link #UNLABELLED} for a picture of something that is none
 * @param className that class's name
 * @param encoded the image, PNG or JPEG
 */
@SuppressWarnings("ArrayRecordComponent") // made once, handed on, never compared
public record SampleImage(int number, int label, String className, byte[] encoded) {
    /** The label of a picture of something that is no class. */
    public static final int UNLABELLED = -1;

    /** {@return its class, if it is of one} */
    public Optional<Integer> truth() {
        return label == UNLABELLED ? Optional.empty() : Optional.of(label);
    }

    /** {@return its media type} */
    public String contentType() {
        return ImageType.ofBytes(encoded).orElseThrow().contentType();
    }
}
