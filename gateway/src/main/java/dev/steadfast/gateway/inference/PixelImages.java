package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonParser;
import dev.steadfast.gateway.bodies.RequestBody;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.images.ImageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Images that come as pixels. */
final class PixelImages implements ImageElements {

    private static final int CHANNELS = 3;
    private static final int DIMENSIONS = 4;

    private final PixelFormat format;
    private final int images;
    private final int height;
    private final int width;
    private byte[] rgb = new byte[0];

    private PixelImages(PixelFormat format, int images, int height, int width) {
        this.format = format;
        this.images = images;
        this.height = height;
        this.width = width;
    }

    static ImageElements of(PixelFormat format, int[] shape, InferenceLimits limits) {
        int channels = format.planes() ? 1 : DIMENSIONS - 1;
        boolean right = shape.length == DIMENSIONS && shape[channels] == CHANNELS;
        boolean oneImage = shape.length == DIMENSIONS - 1 && shape[channels - 1] == CHANNELS;
        ImageElements.requireShape(
                format.name(),
                shape,
                right,
                format.planes() ? "[N, 3, height, width]" : "[N, height, width, 3]",
                oneImage ? ": begin with the number of images, 1" : "",
                limits);
        int height = shape[format.planes() ? 2 : 1];
        int width = shape[format.planes() ? DIMENSIONS - 1 : 2];
        if ((long) CHANNELS * height * width > limits.maxImageBytes()) {
            throw RequestBody.imageTooLarge(
                    "an image of %d x %d pixels".formatted(width, height), limits.maxImageBytes());
        }
        return new PixelImages(format, shape[0], height, width);
    }

    @Override
    public long count() {
        return (long) images * imageValues();
    }

    private int imageValues() {
        return CHANNELS * height * width;
    }

    @Override
    public void requireBytes(int bytes) {
        if (bytes != count() * format.bytes()) {
            throw Problem.of(
                            422,
                            "the shape needs %d values, %d bytes of %s, but 'binary_data_size' is %d"
                                    .formatted(count(), count() * format.bytes(), format, bytes))
                    .exception();
        }
    }

    @Override
    public void begin() {
        rgb = new byte[(int) count()];
    }

    @Override
    public void add(int index, JsonParser value) throws IOException {
        int level = format.level(value.currentToken().isNumeric() ? value.getDoubleValue() : Double.NaN);
        if (level == PixelFormat.NONE) {
            throw format.refused(Scalars.shown(value));
        }
        rgb[place(index)] = (byte) level;
    }

    @Override
    public void add(int index, ByteBuffer data) {
        double value = format.next(data);
        int level = format.level(value);
        if (level == PixelFormat.NONE) {
            throw format.refused(Double.toString(value));
        }
        rgb[place(index)] = (byte) level;
    }

    private int place(int index) {
        if (!format.planes()) {
            return index;
        }
        int size = height * width;
        int inImage = index % imageValues();
        return index - inImage + CHANNELS * (inImage % size) + inImage / size;
    }

    @Override
    public List<Image> images() {
        String type = new ImageType.RawRgb(width, height).contentType();
        List<Image> all = new ArrayList<>();
        for (int image = 0; image < images; image++) {
            all.add(new Image(
                    type,
                    ByteBuffer.wrap(rgb, image * imageValues(), imageValues()).slice()));
        }
        return all;
    }
}
