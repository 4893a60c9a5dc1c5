package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.problems.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors whose data follow the JSON in binary. */
class BinaryDataTest {

    private static final byte[] TWO_PIXELS = {0, 1, 2, (byte) 253, (byte) 254, (byte) 255};
    private static final byte[] PNG = MadeUp.png();

    @Test
    void shouldReadLevels() {
        assertThat(read("UINT8", "[1,1,2,3]", TWO_PIXELS))
                .extracting(InferenceRequest.Image::bytes)
                .containsExactly(ByteBuffer.wrap(TWO_PIXELS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP32", "FP64"})
    void shouldReadPlanes(String datatype) {
        ByteBuffer data = ByteBuffer.allocate(6 * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (int level : new int[] {0, 253, 1, 254, 2, 255}) { // red, green, blue, two pixels each
            if (datatype.equals("FP32")) {
                data.putFloat(level / 255f);
            } else {
                data.putDouble(level / 255.0);
            }
        }

        assertThat(read(datatype, "[1,3,1,2]", bytes(data)))
                .extracting(InferenceRequest.Image::bytes)
                .containsExactly(ByteBuffer.wrap(TWO_PIXELS));
    }

    @Test
    void shouldReadEncodedImagesEachAfterItsLength() {
        byte[] jpeg = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1};

        assertThat(read("BYTES", "[2]", element(PNG), element(jpeg)))
                .extracting(InferenceRequest.Image::bytes)
                .containsExactly(ByteBuffer.wrap(PNG), ByteBuffer.wrap(jpeg));
    }

    @Test
    void shouldReadTextOfImagesToo() {
        byte[] base64 = Base64.getMimeEncoder().encode(PNG);
        byte[] url = ("data:image/png;base64," + Base64.getEncoder().encodeToString(PNG))
                .getBytes(StandardCharsets.US_ASCII);

        assertThat(read("BYTES", "[2]", element(base64), element(url)))
                .extracting(InferenceRequest.Image::bytes)
                .containsExactly(ByteBuffer.wrap(PNG), ByteBuffer.wrap(PNG));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UINT8 | [1,1,1,3] | 3 | 4 | 400 | 4 bytes follow the JSON, but 'binary_data_size' is 3",
                "UINT8 | [1,1,1,3] | 4 | 4 | 422 | the shape needs 3 values, 3 bytes of UINT8, but 'binary_data_size' is 4",
                "FP32 | [1,3,1,1] | 4 | 4 | 422 | the shape needs 3 values, 12 bytes of FP32",
                "FP64 | [1,3,1,1] | 4 | 4 | 422 | the shape needs 3 values, 24 bytes of FP64",
                "BYTES | [2] | 4 | 4 | 422 | the binary data end before 2 images have come",
                "BYTES | [1] | 8 | 8 | 422 | element 0 of BYTES announces 84148994 bytes, and 4 follow",
                "BYTES | [1] | many | 4 | 400 | 'binary_data_size' must be a number of bytes, was 'many'",
            })
    void shouldNameWhatIsWrong(String datatype, String shape, String size, int sent, int status, String detail) {
        byte[] data = new byte[] {2, 3, 4, 5, 6, 7, 8, 9};

        assertThatThrownBy(() -> read(json(datatype, shape, size), Arrays.copyOf(data, sent)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(status))
                .hasMessageContaining(detail);
    }

    @Test
    void shouldRefuseWhatFollowsTheLastImage() {
        byte[] more = new byte[element(PNG).length + 1];
        System.arraycopy(element(PNG), 0, more, 0, more.length - 1);

        assertThatThrownBy(() -> read("BYTES", "[1]", more)).hasMessageContaining("and 1 bytes follow them");
    }

    @Test
    void shouldAskForTheHeaderAndForOneKindOfData() {
        byte[] json = json("UINT8", "[1,1,1,3]", "3").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> reader().read(InferenceBody.of(ByteBuffer.wrap(json), Optional.empty())))
                .hasMessageContaining("needs the header Inference-Header-Content-Length");

        String both = json("UINT8", "[1,1,1,3]", "3").replace("}]}", ",\"data\":[1,2,3]}]}");
        assertThatThrownBy(() -> read(both, new byte[3])).hasMessage("give 'data' or 'binary_data_size', not both");

        String none = both.replace("binary_data_size", "other");
        assertThatThrownBy(() -> read(none, new byte[3])).hasMessageContaining("bytes follow the JSON, but the tensor");

        String shared = none.replace("other", "shared_memory_region");
        assertThatThrownBy(() -> read(shared, new byte[0])).hasMessageContaining("shared memory is not taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "4", "99999999999", "long", ""})
    void shouldRefuseAHeaderThatIsNoLengthOfTheBody(String header) {
        assertThatThrownBy(() -> InferenceBody.of(ByteBuffer.wrap(new byte[3]), Optional.of(header)))
                .hasMessage(
                        "Inference-Header-Content-Length must be the length of the JSON that the body begins with,"
                                + " from 1 to 3, was '%s'",
                        header);
    }

    private static InferenceReader reader() {
        return new InferenceReader(new InferenceLimits(4, 1000));
    }

    private static String json(String datatype, String shape, String size) {
        return "{\"inputs\":[{\"name\":\"image\",\"datatype\":\"%s\",\"shape\":%s,\"parameters\":{\"binary_data_size\":\"%s\"}}]}"
                .formatted(datatype, shape, size);
    }

    private static List<InferenceRequest.Image> read(String datatype, String shape, byte[]... data) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : data) {
            all.writeBytes(piece);
        }
        return read(json(datatype, shape, Integer.toString(all.size())), all.toByteArray());
    }

    private static List<InferenceRequest.Image> read(String json, byte[] data) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        String header = Integer.toString(body.size());
        body.writeBytes(data);
        return reader().read(InferenceBody.of(ByteBuffer.wrap(body.toByteArray()), Optional.of(header)))
                .images();
    }

    private static byte[] element(byte[] image) {
        return bytes(ByteBuffer.allocate(Integer.BYTES + image.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(image.length)
                .put(image));
    }

    private static byte[] bytes(ByteBuffer filled) {
        byte[] bytes = new byte[filled.flip().remaining()];
        filled.get(bytes);
        return bytes;
    }
}
