package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTensorTest {

    private static final int MOST = 4;
    private static final byte[] TWO_PIXELS = {0, 1, 2, (byte) 253, (byte) 254, (byte) 255};
    private static final String TYPE = "application/vnd.steadfast.rgb8;width=2;height=1";

    @Test
    void shouldReadEncodedImages() {
        byte[] png = {1, 2, 3};
        String text = Base64.getEncoder().encodeToString(png);

        for (String shape : List.of("[2]", "[2,1]")) {
            assertThat(images("BYTES", shape, "[\"%s\",\"%s\"]".formatted(text, text)))
                    .containsExactly(encoded(png), encoded(png));
        }
        assertThat(images("BYTES", "[1]", "[[\"%s\"]]".formatted(text))).containsExactly(encoded(png));
    }

    @Test
    void shouldReadPixelsAndNestedOnesToo() {
        assertThat(images("UINT8", "[1,1,2,3]", "[0,1,2,253,254,255]")).containsExactly(pixels(TWO_PIXELS));
        assertThat(images("UINT8", "[1,1,2,3]", "[[[[0,1,2],[253,254,255]]]]")).containsExactly(pixels(TWO_PIXELS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FP32", "FP64"})
    void shouldReadPlanesOnTheGridOfAnImage(String datatype) {
        JsonArray data = new JsonArray();
        for (int level : new int[] {0, 253, 1, 254, 2, 255}) { // red, green, blue, two pixels each
            data.add(datatype.equals("FP32") ? (double) (float) (level / 255.0) : level / 255.0);
        }

        assertThat(images(datatype, "[1,3,1,2]", data.encode())).containsExactly(pixels(TWO_PIXELS));
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
                "UINT8 | [1,99999,99999,3] | [0] | 422 | the shape needs 29999400003 values",
                "FP32 | [1,1,2,3] | [0,0,0,0,0,0] | 422 | needs the shape [N, 3, height, width]",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,0.5] | 422 | must be a multiple of 1/255 from 0 to 1, was 0.5",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,-1] | 422 | must be a multiple of 1/255",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,2] | 422 | must be a multiple of 1/255",
                "FP32 | [1,3,1,2] | [0,0,0,0,0,~x~] | 422 | must be a multiple of 1/255",
                "BYTES | [1] | [~no base64!~] | 400 | must be an encoded image in base64",
                "BYTES | [2] | [~AAAA~] | 422 | the shape needs 2 values, 'data' has 1",
                "BYTES | [1,2] | [~AAAA~,~AAAA~] | 422 | datatype BYTES needs the shape [N], was [1, 2]",
                "INT8 | [1,1,2,3] | [0,1,2,3,4,5] | 422 | datatype INT8 is not taken: send BYTES",
                "UINT8 | [5,1,1,3] | [] | 422 | the tensor has 5 images; 4 are the most that are taken",
                "UINT8 | [0,1,1,3] | [] | 400 | whole numbers from 1 to 99999, was 0",
                "UINT8 | [1.5,1,1,3] | [] | 400 | whole numbers from 1 to 99999, was 1.5",
                "UINT8 | [] | [] | 400 | the tensor needs a shape",
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
                "{\"inputs\":[{\"name\":\"image\"},{\"name\":\"image\"}]}"
            })
    void shouldAskForOneTensorNamedImage(String request) {
        assertThatThrownBy(() -> ImageTensor.read(new JsonObject(request), MOST))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(400))
                .hasMessageContaining("'inputs' must have one tensor, named 'image'");
    }

    private static List<ImageTensor.Image> images(String datatype, String shape, String data) {
        String tensor =
                "{\"name\":\"image\",\"datatype\":\"%s\",\"shape\":%s,\"data\":%s}".formatted(datatype, shape, data);
        return ImageTensor.read(new JsonObject("{\"inputs\":[" + tensor + "]}"), MOST);
    }

    private static ImageTensor.Image encoded(byte[] bytes) {
        return new ImageTensor.Image(Optional.empty(), ByteBuffer.wrap(bytes));
    }

    private static ImageTensor.Image pixels(byte[] bytes) {
        return new ImageTensor.Image(Optional.of(TYPE), ByteBuffer.wrap(bytes));
    }
}
