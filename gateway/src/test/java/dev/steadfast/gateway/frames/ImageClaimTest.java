package dev.steadfast.gateway.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.MadeUp;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageClaimTest {

    private static final ByteBuffer PNG = ByteBuffer.wrap(MadeUp.png());
    private static final ByteBuffer JPEG = ByteBuffer.wrap(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1});

    @ParameterizedTest
    @ValueSource(
            strings = {"image/jpeg", "image/jpg", "Image/JPEG;", "image/jpeg; charset=\"utf-8\"", " image/jpeg;q=1 ; "})
    void shouldTakeEveryLegalWayToSayJpeg(String contentType) {
        assertThat(resolve(contentType, JPEG)).isEqualTo("image/jpeg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/vnd.steadfast.rgb8;width=1;height=2",
                "application/vnd.steadfast.rgb8; height=2; width=1",
                "application/vnd.steadfast.rgb8;width=\"1\";height=2;charset=binary;"
            })
    void shouldTakeParametersInAnyOrder(String contentType) {
        assertThat(resolve(contentType, ByteBuffer.allocate(6)))
                .isEqualTo("application/vnd.steadfast.rgb8;width=1;height=2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "application/octet-stream",
                "application/octet-stream; charset=binary",
                "APPLICATION/x-www-form-urlencoded;"
            })
    void shouldLookAtTheBytesWhereNothingIsSaid(String contentType) {
        assertThat(resolve(contentType, PNG)).isEqualTo("image/png");
        assertThat(resolve(contentType, JPEG)).isEqualTo("image/jpeg");
        assertRefused(
                contentType,
                ByteBuffer.allocate(3),
                415,
                "unsupported-content-type",
                "the body begins like neither PNG nor JPEG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html | 415 | unsupported-content-type | content type must be image/png, image/jpeg or",
                "nonsense | 415 | unsupported-content-type | is no media type",
                "image/png; = | 415 | unsupported-content-type | is no media type",
                "application/vnd.steadfast.rgb8 | 415 | unsupported-content-type | raw pixels need",
                "application/vnd.steadfast.rgb8;width=1;height=1 | 422 | unreadable-image | the body has 11 bytes, but 1 x 1 pixels are 3",
                "image/jpeg | 422 | not-an-image | the bytes do not begin as a JPEG does: they are a PNG",
            })
    void shouldNameWhatIsWrong(String contentType, int status, String reason, String detail) {
        assertRefused(contentType, PNG, status, reason, detail);
    }

    @Test
    void shouldSayOfNoBytesThatTheImageIsEmpty() {
        assertRefused("image/png", ByteBuffer.allocate(0), 422, "empty-image", "the image has no bytes");
    }

    @Test
    void shouldLeaveTheBytesAsTheyAre() {
        resolve("", PNG);

        assertThat(PNG.position()).isZero();
    }

    private static String resolve(String contentType, ByteBuffer image) {
        return ImageClaim.of(Optional.of(contentType)).resolve(image, "the body");
    }

    private static void assertRefused(String contentType, ByteBuffer image, int status, String reason, String detail) {
        assertThatThrownBy(() -> resolve(contentType, image))
                .isInstanceOfSatisfying(ProblemException.class, e -> assertThat(e.problem())
                        .returns(status, Problem::status)
                        .returns(Optional.of(reason), Problem::reason))
                .hasMessageContaining(detail);
    }
}
