package dev.steadfast.gateway.bodies;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBytesTest {

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 1, 200_000, Long.MAX_VALUE})
    void shouldHoldWhatCameWhateverWasAnnounced(long announced) {
        BoundedBytes bytes = new BoundedBytes(200_000, announced);
        byte[] sent = new byte[200_000];
        for (int i = 0; i < sent.length; i++) {
            sent[i] = (byte) (i / 7);
        }

        for (int from = 0; from < sent.length; from += 40_000) {
            assertThat(bytes.append(Buffer.buffer(sent).getBuffer(from, from + 40_000)))
                    .isTrue();
        }

        assertThat(bytes.buffer()).isEqualTo(ByteBuffer.wrap(sent));
        assertThat(bytes.overfull()).isFalse();
    }

    @Test
    void shouldDropAllOnceThereIsTooMuch() {
        BoundedBytes bytes = new BoundedBytes(3, 0);
        assertThat(bytes.append(Buffer.buffer("abc"))).isTrue();

        assertThat(bytes.append(Buffer.buffer("d"))).isFalse();

        assertThat(bytes.overfull()).isTrue();
        assertThat(bytes.length()).isZero();
        assertThat(bytes.append(Buffer.buffer("e"))).as("for good").isFalse();
        assertThat(bytes.buffer().hasRemaining()).isFalse();
    }
}
