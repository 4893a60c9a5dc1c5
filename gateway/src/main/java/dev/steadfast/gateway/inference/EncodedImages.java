package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.steadfast.gateway.bodies.RequestBody;
import dev.steadfast.gateway.frames.ImageClaim;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.images.ImageType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Images that come encoded, one in each element of {@code BYTES}: in base64 in JSON, as they are in binary. */
final class EncodedImages implements ImageElements {

    private final int count;
    private final InferenceLimits limits;
    private final List<Image> images = new ArrayList<>();

    private EncodedImages(int count, InferenceLimits limits) {
        this.count = count;
        this.limits = limits;
    }

    static ImageElements of(int[] shape, InferenceLimits limits) {
        boolean right = shape.length == 1 || (shape.length == 2 && shape[1] == 1);
        ImageElements.requireShape("BYTES", shape, right, "[N]", "", limits);
        return new EncodedImages(shape[0], limits);
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    public void requireBytes(int bytes) {
        if (bytes < (long) count * Integer.BYTES) {
            throw truncated();
        }
    }

    @Override
    public void begin() {
        // Each image brings its own memory.
    }

    @Override
    public void add(int index, JsonParser value) throws IOException {
        if (value.currentToken() != JsonToken.VALUE_STRING) {
            throw Problem.of(400, "%s must be an image in base64, was %s".formatted(name(index), Scalars.shown(value)))
                    .exception();
        }
        try {
            add(index, TextImage.decode(ascii(value), name(index)));
        } catch (StreamConstraintsException e) {
            throw tooLarge(index);
        }
    }

    private static byte[] ascii(JsonParser value) throws IOException {
        char[] characters = value.getTextCharacters();
        int offset = value.getTextOffset();
        byte[] bytes = new byte[value.getTextLength()];
        for (int i = 0; i < bytes.length; i++) {
            char character = characters[offset + i];
            bytes[i] = character < 0x80 ? (byte) character : TextImage.NO_BASE64;
        }
        return bytes;
    }

    @Override
    public void add(int index, ByteBuffer data) {
        if (data.remaining() < Integer.BYTES) {
            throw truncated();
        }
        int length = data.getInt();
        if (length < 0 || length > data.remaining()) {
            throw Problem.of(
                            422,
                            "%s announces %d bytes, and %d follow: in binary, the image's length as 4 bytes,"
                                            .formatted(name(index), Integer.toUnsignedLong(length), data.remaining())
                                    + " little-endian, goes before it")
                    .exception();
        }
        byte[] bytes = new byte[length];
        data.get(bytes);
        boolean text = ImageType.ofBytes(bytes).isEmpty() && TextImage.mayBe(bytes);
        add(
                index,
                text
                        ? TextImage.decode(bytes, name(index))
                        : new TextImage.Decoded(ImageClaim.NONE, ByteBuffer.wrap(bytes)));
    }

    private void add(int index, TextImage.Decoded image) {
        if (image.bytes().remaining() > limits.maxImageBytes()) {
            throw tooLarge(index);
        }
        images.add(new Image(image.claim().resolve(image.bytes(), name(index)), image.bytes()));
    }

    private ProblemException tooLarge(int index) {
        return RequestBody.imageTooLarge(name(index), limits.maxImageBytes());
    }

    private ProblemException truncated() {
        return Problem.of(422, "the binary data end before %d images have come".formatted(count))
                .exception();
    }

    private static String name(int index) {
        return "element %d of BYTES".formatted(index);
    }

    @Override
    public List<Image> images() {
        return List.copyOf(images);
    }
}
