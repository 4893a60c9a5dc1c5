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

    private final Room all = new Room(1, BODY.length);
    private final Reservation room = all.reserve(0);

    @Test
    void shouldUndoWhatClientsSend() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        ByteArrayOutputStream bare = new ByteArrayOutputStream();
        write(new GZIPOutputStream(gzip));
        write(new DeflaterOutputStream(zlib));
        write(new DeflaterOutputStream(bare, new Deflater(6, true)));

        assertThat(ContentCoding.GZIP.decode(wrap(gzip), BODY.length, room)).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(ContentCoding.DEFLATE.decode(wrap(zlib), BODY.length, room)).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(ContentCoding.DEFLATE.decode(wrap(bare), BODY.length, room)).isEqualTo(ByteBuffer.wrap(BODY));
        assertThat(ContentCoding.IDENTITY.decode(wrap(gzip), 1, room)).isEqualTo(wrap(gzip));
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldBoundWhatABodyUnfoldsTo(ContentCoding coding) {
        ByteBuffer small = ByteBuffer.wrap(coding.encode(BODY));

        assertThatThrownBy(() -> coding.decode(small, BODY.length - 1, room))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(413))
                .hasMessage("the body unfolds to more than 9999 bytes, the most that is taken");
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldTakeRoomForWhatABodyUnfoldsToAsItDoes(ContentCoding coding) {
        byte[] body = Arrays.copyOf(BODY, 200_000);
        ByteBuffer folded = ByteBuffer.wrap(coding.encode(body));
        int both = folded.remaining() + body.length;
        Room exact = new Room(1, both);
        Room small = new Room(1, both - 1);
        Reservation tooLittle = small.reserve(folded.remaining());

        assertThat(coding.decode(folded, 1_000_000, exact.reserve(folded.remaining())))
                .isEqualTo(ByteBuffer.wrap(body));
        assertThat(exact.bytes()).isEqualTo(both);
        assertThatThrownBy(() -> coding.decode(folded, 1_000_000, tooLittle))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(429));
        assertThat(small.bytes()).isBetween((long) folded.remaining(), both - 1L);
    }

    @Test
    void shouldFindRoomForTheLargestBodyWhereThereIsNothingElse() {
        ByteBuffer folded = ByteBuffer.wrap(ContentCoding.GZIP.encode(BODY));

        assertThat(ContentCoding.GZIP.decode(folded, BODY.length, room)).isEqualTo(ByteBuffer.wrap(BODY));

        assertThat(all.bytes()).isEqualTo(BODY.length);
    }

    @ParameterizedTest
    @EnumSource(
            value = ContentCoding.class,
            names = {"GZIP", "DEFLATE"})
    void shouldSayThatABodyEndsEarly(ContentCoding coding) {
        byte[] coded = coding.encode(BODY);

        for (int length : new int[] {1, coded.length / 2, coded.length - 1}) {
            assertThatThrownBy(() -> coding.decode(ByteBuffer.wrap(coded, 0, length), BODY.length, room))
                    .hasMessage("the body is not %s, as Content-Encoding says: it ends early", coding.token());
        }
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
            assertThatThrownBy(() -> coding.decode(ByteBuffer.wrap(wrong), BODY.length, room))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            e -> assertThat(e.problem().status()).isEqualTo(400))
                    .hasMessageStartingWith("the body is not " + coding.token())
                    .message()
                    .doesNotContain("null");
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
