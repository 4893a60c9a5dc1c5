package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Reads the input tensor: images, encoded or as pixels. */
final class ImageTensor {

    static final String NAME = "image";

    private static final int CHANNELS = 3;
    private static final int MOST_SIDE = 99_999;
    private static final double LEVELS = 255;

    /** How far from a multiple of 1/255 a value may be: what rounding to 32 bits does to it, and no more. */
    private static final double GRID_TOLERANCE = 1e-4;

    /**
     * One image.
     *
     * @param contentType what its bytes are, if the tensor tells
     */
    record Image(Optional<String> contentType, ByteBuffer bytes) {}

    private final JsonObject tensor;
    private final int[] shape;

    private ImageTensor(JsonObject tensor, int[] shape) {
        this.tensor = tensor;
        this.shape = shape;
    }

    /**
     * Reads the images of a request.
     *
     * @param mostImages how many there may be
     * @throws ProblemException 400 or 422, naming what is wrong and what would be right
     */
    static List<Image> read(JsonObject request, int mostImages) {
        if (!(request.getValue("inputs") instanceof JsonArray inputs)
                || inputs.size() != 1
                || !(inputs.getValue(0) instanceof JsonObject tensor)
                || !NAME.equals(tensor.getValue("name"))) {
            throw bad("'inputs' must have one tensor, named '" + NAME + "'");
        }
        int[] shape = shape(tensor);
        if (shape[0] > mostImages) {
            throw Problem.of(
                            422,
                            "the tensor has %d images; %d are the most that are taken".formatted(shape[0], mostImages))
                    .exception();
        }
        return new ImageTensor(tensor, shape).images();
    }

    private static int[] shape(JsonObject tensor) {
        if (!(tensor.getValue("shape") instanceof JsonArray dimensions) || dimensions.isEmpty()) {
            throw bad("the tensor needs a shape");
        }
        return dimensions.stream()
                .mapToInt(dimension -> {
                    if (dimension instanceof Integer size && size >= 1 && size <= MOST_SIDE) {
                        return size;
                    }
                    throw bad("dimensions must be whole numbers from 1 to " + MOST_SIDE + ", was " + dimension);
                })
                .toArray();
    }

    private List<Image> images() {
        List<Object> data = new ArrayList<>();
        flatten(tensor.getValue("data"), data);
        return switch (String.valueOf(tensor.getValue("datatype"))) {
            case "BYTES" -> encoded(data);
            case "UINT8" -> pixels(data);
            case "FP32", "FP64" -> planes(data);
            default ->
                throw Problem.of(
                                422,
                                "datatype %s is not taken: send BYTES (encoded images), UINT8 or FP32"
                                        .formatted(tensor.getValue("datatype")))
                        .exception();
        };
    }

    private static void flatten(Object value, List<Object> into) {
        if (value instanceof JsonArray items) {
            items.forEach(item -> flatten(item, into));
        } else {
            into.add(value);
        }
    }

    private List<Image> encoded(List<Object> data) {
        requireShape(shape.length == 1 || (shape.length == 2 && shape[1] == 1), "[N]");
        requireValues(data, shape[0]);
        return data.stream().map(ImageTensor::decoded).toList();
    }

    private static Image decoded(Object text) {
        try {
            return new Image(
                    Optional.empty(), ByteBuffer.wrap(Base64.getDecoder().decode(String.valueOf(text))));
        } catch (IllegalArgumentException e) {
            throw bad("an element of BYTES must be an encoded image in base64");
        }
    }

    private List<Image> pixels(List<Object> data) {
        requireShape(shape.length == 4 && shape[3] == CHANNELS, "[N, height, width, 3]");
        return cut(data, shape[1], shape[2], ImageTensor::level, (channel, pixel, size) -> CHANNELS * pixel + channel);
    }

    private List<Image> planes(List<Object> data) {
        requireShape(shape.length == 4 && shape[1] == CHANNELS, "[N, 3, height, width]");
        return cut(data, shape[2], shape[3], ImageTensor::gridLevel, (channel, pixel, size) -> channel * size + pixel);
    }

    private interface Place {
        int of(int channel, int pixel, int size);
    }

    private interface Level {
        byte of(Object value);
    }

    private List<Image> cut(List<Object> data, int height, int width, Level level, Place place) {
        long values = (long) CHANNELS * height * width;
        requireValues(data, shape[0] * values);
        int size = height * width;
        List<Image> images = new ArrayList<>();
        for (int image = 0; image < shape[0]; image++) {
            byte[] bytes = new byte[(int) values];
            int start = image * (int) values;
            for (int pixel = 0; pixel < size; pixel++) {
                for (int channel = 0; channel < CHANNELS; channel++) {
                    bytes[CHANNELS * pixel + channel] = level.of(data.get(start + place.of(channel, pixel, size)));
                }
            }
            String type = "application/vnd.steadfast.rgb8;width=%d;height=%d".formatted(width, height);
            images.add(new Image(Optional.of(type), ByteBuffer.wrap(bytes)));
        }
        return images;
    }

    private static byte level(Object value) {
        if (value instanceof Integer level && level >= 0 && level <= LEVELS) {
            return level.byteValue();
        }
        throw Problem.of(422, "a UINT8 value must be a whole number from 0 to 255, was " + value)
                .exception();
    }

    private static byte gridLevel(Object value) {
        double level = value instanceof Number number ? number.doubleValue() * LEVELS : Double.NaN;
        double rounded = Math.rint(level);
        if (rounded >= 0 && rounded <= LEVELS && Math.abs(level - rounded) <= GRID_TOLERANCE * LEVELS) {
            return (byte) rounded;
        }
        throw Problem.of(
                        422,
                        "a value must be a multiple of 1/255 from 0 to 1, was %s: the radius speaks of images of 8 bits;"
                                        .formatted(value)
                                + " round them, without mean and deviation of a model's own taken off")
                .exception();
    }

    private void requireShape(boolean right, String wanted) {
        if (!right) {
            throw Problem.of(
                            422,
                            "datatype %s needs the shape %s, was %s"
                                    .formatted(tensor.getValue("datatype"), wanted, Arrays.toString(shape)))
                    .exception();
        }
    }

    private static void requireValues(List<Object> data, long wanted) {
        if (data.size() != wanted) {
            throw Problem.of(422, "the shape needs %d values, 'data' has %d".formatted(wanted, data.size()))
                    .exception();
        }
    }

    private static ProblemException bad(String what) {
        return Problem.of(400, what).exception();
    }
}
