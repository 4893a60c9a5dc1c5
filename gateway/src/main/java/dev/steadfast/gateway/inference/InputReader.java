package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one element of {@code inputs}, which has its fields in any order. Used once. */
final class InputReader {

    /** The name of the input. */
    static final String NAME = "image";

    private static final String BINARY_SIZE = "binary_data_size";
    private static final String SHARED_MEMORY = "shared_memory_region";
    private static final int MOST_DIMENSIONS = 8;
    private static final int MOST_SIDE = 99_999;

    private final JsonFactory factory;
    private final InferenceBody body;
    private final InferenceLimits limits;
    private @Nullable String name;
    private @Nullable String datatype;
    private int @Nullable [] shape;
    private Map<String, String> parameters = Map.of();
    private @Nullable ImageElements elements;
    private long dataAt = -1;

    InputReader(JsonFactory factory, InferenceBody body, InferenceLimits limits) {
        this.factory = factory;
        this.body = body;
        this.limits = limits;
    }

    /**
     * Reads it.
     *
     * @param json at its beginning
     * @return its images
     * @throws ProblemException 400, 413, 415 or 422, naming what is wrong and what would be right
     */
    List<ImageElements.Image> read(JsonParser json) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "name" -> name = Scalars.text(json);
                case "datatype" -> datatype = Scalars.text(json);
                case "shape" -> shape = shape(json);
                case "parameters" -> parameters = Scalars.read(json, "parameters");
                case "data" -> data(json);
                default -> {} // of no use here
            }
            json.skipChildren(); // of what was not read
        }
        return complete().images();
    }

    private static int[] shape(JsonParser json) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw bad("the tensor needs a shape");
        }
        List<Integer> dimensions = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            double size = json.currentToken().isNumeric() ? json.getDoubleValue() : 0;
            if (size < 1 || size > MOST_SIDE || size != Math.rint(size)) {
                throw bad("dimensions must be whole numbers from 1 to %d, was %s"
                        .formatted(MOST_SIDE, Scalars.shown(json)));
            }
            dimensions.add((int) size);
            if (dimensions.size() > MOST_DIMENSIONS) {
                throw bad("the shape has more than %d dimensions".formatted(MOST_DIMENSIONS));
            }
        }
        if (dimensions.isEmpty()) {
            throw bad("the tensor needs a shape");
        }
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Reads the data if it is known what they are; else passes them by, to come back to them. */
    private void data(JsonParser json) throws IOException {
        if (elements != null || dataAt >= 0) {
            throw bad("'data' is there twice");
        }
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (name == null || datatype == null || shape == null) {
            dataAt = json.currentTokenLocation().getByteOffset();
            if (dataAt < 0) {
                throw bad("the JSON must be in UTF-8");
            }
        } else {
            elements = tensor().read(json, body.json().remaining());
        }
    }

    private Tensor tensor() {
        if (!NAME.equals(name)) {
            throw name == null ? InferenceReader.oneInput() : InferenceReader.otherInput(name);
        }
        if (shape == null) {
            throw bad("the tensor needs a shape");
        }
        String type = Optional.ofNullable(datatype).orElseThrow(() -> bad("the tensor needs a datatype"));
        return new Tensor(ImageElements.of(type, shape, limits), shape.length);
    }

    private ImageElements complete() throws IOException {
        Tensor tensor = tensor();
        Optional<String> binarySize = Optional.ofNullable(parameters.get(BINARY_SIZE));
        if (parameters.containsKey(SHARED_MEMORY)) {
            throw bad("shared memory is not taken: send the data in the body");
        }
        if (binarySize.isPresent()) {
            if (elements != null || dataAt >= 0) {
                throw bad("give 'data' or '%s', not both".formatted(BINARY_SIZE));
            }
            return tensor.read(
                    body.binary()
                            .orElseThrow(() -> bad("'%s' needs the header %s, with the length of the JSON"
                                    .formatted(BINARY_SIZE, InferenceBody.HEADER))),
                    size(binarySize.get()));
        }
        if (body.binary().map(ByteBuffer::hasRemaining).orElse(false)) {
            throw bad("bytes follow the JSON, but the tensor has no '%s'".formatted(BINARY_SIZE));
        }
        if (elements != null) {
            return elements;
        }
        if (dataAt < 0) {
            throw bad("the tensor has neither 'data' nor '%s'".formatted(BINARY_SIZE));
        }
        int length = body.json().remaining();
        try (JsonParser json = factory.createParser(
                body.json().array(), body.json().arrayOffset() + (int) dataAt, length - (int) dataAt)) {
            json.nextToken();
            return tensor.read(json, length);
        }
    }

    private static long size(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw bad("'%s' must be a number of bytes, was '%s'".formatted(BINARY_SIZE, text));
        }
    }

    private static ProblemException bad(String what) {
        return Problem.of(400, what).exception();
    }
}
