package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The values of the input tensor, in row-major order, from JSON or from binary. No more is read than its shape has room for: neither more
 * values, nor deeper ones.
 */
final class Tensor {

    /** How much deeper than the shape values may be nested: lists of one image each, which some clients write. */
    private static final int MORE_NESTING = 1;

    private final ImageElements elements;
    private final int mostNesting;
    private int read;

    /**
     * A tensor whose values are to be read.
     *
     * @param dimensions how many its shape has
     */
    Tensor(ImageElements elements, int dimensions) {
        this.elements = elements;
        this.mostNesting = dimensions + MORE_NESTING;
    }

    /**
     * Reads {@code data}: an array of the values, nested or not.
     *
     * @param json at its first token
     * @param bytes of JSON there are at most
     * @return the images
     * @throws ProblemException 400 or 422, naming what is wrong and what would be right
     */
    ImageElements read(JsonParser json, int bytes) throws IOException {
        if (2 * elements.count() - 1 > bytes) { // a digit for each, and a comma
            throw Problem.of(
                            422,
                            "the shape needs %d values, more than a body of %d bytes has"
                                    .formatted(elements.count(), bytes))
                    .exception();
        }
        elements.begin();
        int depth = 0;
        boolean empty = false;
        do {
            JsonToken token = json.currentToken();
            if (token == JsonToken.START_ARRAY) {
                if (++depth > mostNesting) {
                    throw Problem.of(422, "'data' is nested deeper than its shape")
                            .exception();
                }
                empty = depth > 1;
            } else if (token == JsonToken.END_ARRAY) {
                if (empty) {
                    throw Problem.of(422, "'data' has an array without values").exception();
                }
                depth--;
            } else {
                empty = false;
                value(json);
            }
        } while (depth > 0 && json.nextToken() != null);
        if (read != elements.count()) {
            throw Problem.of(422, "the shape needs %d values, 'data' has %d".formatted(elements.count(), read))
                    .exception();
        }
        return elements;
    }

    private void value(JsonParser json) throws IOException {
        if (read == elements.count()) {
            throw Problem.of(422, "the shape needs %d values, 'data' has more".formatted(elements.count()))
                    .exception();
        }
        elements.add(read++, json);
    }

    /**
     * Reads binary data.
     *
     * @param data all that there are
     * @param announced how many the tensor says that there are
     * @return the images
     * @throws ProblemException 400 or 422, naming what is wrong and what would be right
     */
    ImageElements read(ByteBuffer data, long announced) {
        if (announced != data.remaining()) {
            throw Problem.of(
                            400,
                            "%d bytes follow the JSON, but 'binary_data_size' is %d"
                                    .formatted(data.remaining(), announced))
                    .exception();
        }
        elements.requireBytes(data.remaining());
        elements.begin();
        while (read < elements.count()) {
            elements.add(read++, data);
        }
        if (data.hasRemaining()) {
            throw Problem.of(
                            422,
                            "the shape needs %d values, and %d bytes follow them"
                                    .formatted(elements.count(), data.remaining()))
                    .exception();
        }
        return elements;
    }
}
