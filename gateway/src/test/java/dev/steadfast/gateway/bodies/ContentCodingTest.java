package dev.steadfast.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.gateway.problems.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentCodingTest {

    private static final byte[] BODY = new byte[10_000];

    @Test
    void shouldUndoWhatClientsSend() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        write(new GZIPOutputStream(gzip));
        write(new DeflaterOutputStream(zlib));
        write(new DeflaterOutputStream(bare, new Deflater(6, true)));

        assertThat(ContentCoding.GZIP.decode(wrap(gzip), BODY.length)).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(ContentCoding.DEFLATE.decode(wrap(zlib), BODY.length)).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(ContentCoding.DEFLATE.decode(wrap(bare), BODY.length)).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(ContentCoding.IDENTITY.decode(wrap(gzip), 1)).isEqualTo(wrap(gzip));
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldBoundWhatABodyUnfoldsTo(ContentCoding coding) {
        ByteBuffer small = ByteBuffer.wrap(coding.encode(BODY));

        assertThatThrownBy(() -> coding.decode(small, BODY.length - 1))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(413))
                .hasMessage("the body unfolds to more than 9999 bytes, the most that is taken");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldRefuseWhatIsNotCodedSo(ContentCoding coding) {
        byte[] coded = coding.encode(BODY);

        for (byte[] wrong : new byte[][] {
            {}, {1}, "{}  ".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(coded, coded.length - 9)
        }) {
            assertThatThrownBy(() -> coding.decode(ByteBuffer.wrap(wrong), BODY.length))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(400))
                    .hasMessageStartingWith("the body is not " + coding.token());
        }
    }

    private static void write(OutputStream stream) throws IOException {
        try (stream) {
            stream.write(BODY);
        }
    }

    private static ByteBuffer wrap(ByteArrayOutputStream bytes) {
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
