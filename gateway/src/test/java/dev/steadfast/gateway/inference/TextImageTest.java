package dev.steadfast.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.frames.ImageClaim;
import dev.steadfast.images.ImageType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextImageTest {

    private static final byte[] BYTES = new byte[1000];

    static {
        new Random(7).nextBytes(BYTES);
    }

    @Test
    void shouldReadBase64AsPublicEncodersWriteIt() {
        String plain = Base64.getEncoder().encodeToString(BYTES);

        assertRead(plain);
        assertRead(plain.replace("=", ""));
        assertRead(Base64.getUrlEncoder().encodeToString(BYTES));
        assertRead(Base64.getMimeEncoder().encodeToString(BYTES));
        assertRead(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(BYTES) + "\n");
        assertRead(plain.replaceAll("(.{75})", "$1\n")); // lines that no group of four ends
        assertRead(" " + plain + "\t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data:image/png;base64,", "DATA:image/png;BASE64,", "data:image/png;charset=x;base64,"})
    void shouldReadUrls(String head) {
        TextImage.Decoded decoded = decode(head + Base64.getMimeEncoder().encodeToString(BYTES));

        assertThat(decoded.claim()).isEqualTo(new ImageClaim(Optional.of(new ImageType.Png())));
        assertThat(decoded.bytes()).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    @Test
    void shouldReadUrlsThatSayNoType() {
        assertThat(decode("data:;base64,AAAA").claim()).isEqualTo(ImageClaim.NONE);
        assertThat(decode("data:application/octet-stream;base64,AAAA").claim()).isEqualTo(ImageClaim.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AAA!", "A", "AA=A", "\u0000AAA", "http://host/cat.png"})
    void shouldRefuseOtherTexts(String text) {
        assertThatThrownBy(() -> decode(text)).hasMessage("the image must be an encoded image in base64");
    }

    @Test
    void shouldRefuseUrlsOfOtherKinds() {
        for (String url : new String[] {"data:image/png,AAAA", "data:image/png;base64", "data:" + "x".repeat(300)}) {
            assertThatThrownBy(() -> decode(url)).hasMessage("the image is a data: URL, but not one with ';base64,'");
        }
    }

    private static void assertRead(String text) {
        assertThat(decode(text).bytes()).isEqualTo(ByteBuffer.wrap(BYTES));
    }

    private static TextImage.Decoded decode(String text) {
        return TextImage.decode(text.getBytes(StandardCharsets.US_ASCII), "the image");
    }
}
