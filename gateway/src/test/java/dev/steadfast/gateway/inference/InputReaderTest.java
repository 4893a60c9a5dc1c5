package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.json.JsonArray;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputReaderTest {

    private static final String TENSOR =
            "{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[1,1,1,3],\"data\":[1,2,3]}";
    private static final int MOST = 4;
    private static final int MOST_BYTES = 1000;
    private static final byte[] TWO_PIXELS = {0, 1, 2, (byte) 253, (byte) 254, (byte) 255};
    private static final String TYPE = "application/vnd.steadfast.rgb8;width=2;height=1";

    @Test
    void shouldReadEncodedImages() {
        byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1};
        String text = Base64.getEncoder().encodeToString(png);

        for (String shape : List.of("[2]", "[2,1]")) {
            assertThat(images("BYTES", shape, "[\"%s\",\"%s\"]".formatted(text, text)))
                    .extracting(InferenceRequest.Image::contentType, InferenceRequest.Image::bytes)
                    .containsExactly(
                            tuple("image/png", ByteBuffer.wrap(png)), tuple("image/png", ByteBuffer.wrap(png)));
        }
        assertThat(images("BYTES", "[1]", "[[\"%s\"]]".formatted(text)))
                .extracting(InferenceRequest.Image::bytes)
                .containsExactly(ByteBuffer.wrap(png));
    }

    @Test
    void shouldReadPixelsAndNestedOnesToo() {
        assertThat(images("UINT8", "[1,1,2,3]", "[0,1,2,253,254,255]"))
                .extracting(InferenceRequest.Image::contentType, InferenceRequest.Image::bytes)
                .containsExactly(tuple(TYPE, ByteBuffer.wrap(TWO_PIXELS)));
        assertThat(images("UINT8", "[1,1,2,3]", "[[[[0,1,2],[253,254,255]]]]"))
                .extracting(InferenceRequest.Image::contentType, InferenceRequest.Image::bytes)
                .containsExactly(tuple(TYPE, ByteBuffer.wrap(TWO_PIXELS)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP32", "FP64"})
    void shouldReadPlanesOnTheGridOfAnImage(String datatype) {
        JsonArray data = new JsonArray();
        for (int level : new int[] {0, 253, 1, 254, 2, 255}) { // red, green, blue, two pixels each
            data.add(datatype.equals("FP32") ? (double) (float) (level / 255.0) : level / 255.0);
        }

        assertThat(images(datatype, "[1,3,1,2]", data.encode()))
                .extracting(InferenceRequest.Image::contentType, InferenceRequest.Image::bytes)
                .containsExactly(tuple(TYPE, ByteBuffer.wrap(TWO_PIXELS)));
    }

    @Test
    void shouldTakeWholeNumbersHoweverTheyAreWritten() {
        assertThat(images("UINT8", "[1.0,1,2,3]", "[0.0,1e0,2.0,253.0,2.54e2,255.0]"))
                .extracting(InferenceRequest.Image::bytes)
                .containsExactly(ByteBuffer.wrap(TWO_PIXELS));
    }

    @Test
    void shouldReadFieldsInAnyOrder() {
        String data = "\"data\":[0,1,2,253,254,255]";
        String rest = "\"datatype\":\"UINT8\",\"name\":\"image\",\"shape\":[1,1,2,3]";

        for (String tensor : List.of(data + "," + rest, rest + "," + data)) {
            for (String before : List.of("", "\ufeff", " \n")) {
                assertThat(read(before + "{\"model\":{\"a\":[1]},\"inputs\":[{" + tensor + "}]}"))
                        .extracting(InferenceRequest.Image::bytes)
                        .containsExactly(ByteBuffer.wrap(TWO_PIXELS));
            }
        }
        assertThatThrownBy(() -> read("{\"inputs\":[{" + data + "," + data + "," + rest + "}]}"))
                .hasMessage("'data' is there twice");
    }

    @Test
    void shouldCutSeveralImages() {
        assertThat(images("UINT8", "[2,1,1,3]", "[1,2,3,4,5,6]"))
                .extracting(image -> image.bytes().get(0))
                .containsExactly((byte) 1, (byte) 4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "UINT8 | [1,1,2,3] | [0,1,2,3,4] | 422 | the shape needs 6 values, 'data' has 5",
                "UINT8 | [1,1,2,3] | [0,1,2,3,4,256] | 422 | whole number from 0 to 255, was 256",
                "UINT8 | [1,1,2,3] | [0,1,2,3,4,1.5] | 422 | whole number from 0 to 255, was 1.5",
                "UINT8 | [1,1,2,3] | [0,1,2,3,4,null] | 422 | whole number from 0 to 255, was null",
                "UINT8 | [1,3,1,2] | [0,1,2,3,4,5] | 422 | needs the shape [N, height, width, 3], was [1, 3, 1, 2]",
                "UINT8 | [1,99999,99999,3] | [0] | 413 | an image of 99999 x 99999 pixels is larger than 1000 bytes",
                "UINT8 | [1,10,10,3] | [0] | 422 | the shape needs 300 values, more than a body of",
                "FP32 | [1,1,2,3] | [0,0,0,0,0,0] | 422 | needs the shape [N, 3, height, width]",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,0.5] | 422 | must be a multiple of 1/255 from 0 to 1, was 0.5",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,-1] | 422 | must be a multiple of 1/255",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,2] | 422 | must be a multiple of 1/255",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,~x~] | 422 | must be a multiple of 1/255",
                "BYTES | [1] | [~no base64!~] | 400 | element 0 of BYTES must be an encoded image in base64",
                "BYTES | [2] | [~/9j/AAAA~] | 422 | the shape needs 2 values, 'data' has 1",
                "BYTES | [1,2] | [~AAAA~,~AAAA~] | 422 | datatype BYTES needs the shape [N], was [1, 2]",
                "INT8 | [1,1,2,3] | [0,1,2,3,4,5] | 422 | datatype INT8 is not taken: send BYTES",
                "UINT8 | [5,1,1,3] | [] | 422 | the tensor has 5 images; 4 are the most that are taken",
                "UINT8 | [0,1,1,3] | [] | 400 | whole numbers from 1 to 99999, was 0",
                "UINT8 | [1.5,1,1,3] | [] | 400 | whole numbers from 1 to 99999, was 1.5",
                "UINT8 | [] | [] | 400 | the tensor needs a shape",
                "UINT8 | [32,32,3] | [] | 422 | was [32, 32, 3]: begin with the number of images, 1",
                "FP32 | [3,32,32] | [] | 422 | was [3, 32, 32]: begin with the number of images, 1",
                "UINT8 | [1,1,1,3,1,1,1,1,1] | [] | 400 | more than 8 dimensions",
                "UINT8 | [1,1,1,3] | [0,1,2,3] | 422 | the shape needs 3 values, 'data' has more",
                "UINT8 | [1,1,1,3] | [[[[[[0,1,2]]]]]] | 422 | nested deeper than its shape",
                "UINT8 | [1,1,1,3] | [[],[0],[1],[2]] | 422 | an array without values",
                "UINT8 | [1,1,1,3] | [0,1,~2~] | 422 | whole number from 0 to 255, was 2",
                "UINT8 | [1,1,1,3] | null | 400 | the tensor has neither 'data' nor 'binary_data_size'",
                "BYTES | [1] | [7] | 400 | element 0 of BYTES must be an image in base64, was 7",
                "BYTES | [1] | [~data:image/png,AAAA~] | 400 | a data: URL, but not one with ';base64,'",
                "BYTES | [1] | [~data:image/png;base64,/9j/AAAA~] | 422 | do not begin as a PNG does: they are a JPEG",
                "BYTES | [1] | [~data:text/html;base64,/9j/AAAA~] | 415 | content type must be image/png",
                "BYTES | [1] | [~AAAA~] | 415 | element 0 of BYTES begins like neither PNG nor JPEG",
                "UINT8 | ~wide~ | [] | 400 | the tensor needs a shape",
            })
    void shouldNameWhatIsWrong(String datatype, String shape, String data, int status, String detail) {
        assertThatThrownBy(() -> images(datatype, shape.replace('~', '"'), data.replace('~', '"')))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(status))
                .hasMessageContaining(detail);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"inputs\":{}}",
                "{\"inputs\":[]}",
                "{\"inputs\":[1]}",
                "{\"inputs\":[{\"name\":\"images\"}]}",
                "{\"inputs\":[{\"shape\":[1]}]}",
                "{\"inputs\":[" + TENSOR + "," + TENSOR + "]}",
                "{\"inputs\":[" + TENSOR + "],\"inputs\":[" + TENSOR + "]}"
            })
    void shouldAskForOneTensorNamedImage(String request) {
        assertThatThrownBy(() -> read(request))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessageContaining("'inputs' must have one tensor, named 'image'");
    }

    private static List<InferenceRequest.Image> images(String datatype, String shape, String data) {
        String tensor =
                "{\"name\":\"image\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}".formatted(datatype, shape, data);
        return read("{\"inputs\":[" + tensor + "]}");
    }

    private static List<InferenceRequest.Image> read(String body) {
        ByteBuffer bytes = ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8));
        return new InferenceReader(new InferenceLimits(MOST, MOST_BYTES))
                .read(new InferenceBody(bytes, Optional.empty()))
                .images();
    }
}
