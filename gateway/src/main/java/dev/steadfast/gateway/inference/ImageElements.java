package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonParser;
import dev.steadfast.gateway.problems.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/** The images of a tensor, made of its values as they come. */
sealed interface ImageElements permits EncodedImages, PixelImages {

    /**
     * One image.
     *
     * @param contentType what its bytes are
     */
    record Image(String contentType, ByteBuffer bytes) {}

    /**
     * The images of a tensor of this type and shape.
     *
     * @throws dev.steadfast.gateway.problems.ProblemException 422 if it is of no type or shape that is taken, or has too many images; 413
     *     if they are too large
     */
    static ImageElements of(String datatype, int[] shape, InferenceLimits limits) {
        ImageElements elements =
                switch (datatype) {
                    case "BYTES" -> EncodedImages.of(shape, limits);
                    case "UINT8", "FP32", "FP64" -> PixelImages.of(PixelFormat.valueOf(datatype), shape, limits);
                    default ->
                        throw Problem.of(
                                        422,
                                        "datatype %s is not taken: send BYTES (encoded images), UINT8 or FP32"
                                                .formatted(datatype))
                                .exception();
                };
        return elements;
    }

    /** Refuses shapes of other kinds, before it refuses too many images. */
    static void requireShape(
            String datatype, int[] shape, boolean right, String wanted, String hint, InferenceLimits limits) {
        if (!right) {
            throw Problem.of(
                            422,
                            "datatype %s needs the shape %s, was %s%s"
                                    .formatted(datatype, wanted, Arrays.toString(shape), hint))
                    .exception();
        }
        if (shape[0] > limits.maxImages()) {
            throw Problem.of(
                            422,
                            "the tensor has %d images; %d are the most that are taken"
                                    .formatted(shape[0], limits.maxImages()))
                    .exception();
        }
    }

    /** How many values there must be. */
    long count();

    /** Refuses binary data that cannot be so many values. */
    void requireBytes(int bytes);

    /** Sets memory aside; not before it is known that the values may be there. */
    void begin();

    /** Takes the value that the parser is at. */
    void add(int index, JsonParser value) throws IOException;

    /** Takes the value that comes next. */
    void add(int index, ByteBuffer data);

    /** The images, once all values were taken. */
    List<Image> images();
}
