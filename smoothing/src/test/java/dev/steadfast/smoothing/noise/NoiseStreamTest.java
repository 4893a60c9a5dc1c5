package dev.steadfast.smoothing.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.smoothing.OracleTable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoiseStreamTest {

    private static final int IMAGE = 3 * 224 * 224;
    private static final NoiseKey KEY = NoiseKey.of(new byte[NoiseKey.BYTES]);
    private static final GridNoise NOISE = GridNoise.of(0.25);

    static Stream<OracleTable.Row> oracle() {
        return OracleTable.rows("noise-samples.csv");
    }

    @ParameterizedTest
    @MethodSource("oracle")
    void shouldGiveTheKnownAnswers(OracleTable.Row row) throws NoSuchAlgorithmException {
        // Given
        NoiseKey key = NoiseKey.of(HexFormat.of().parseHex(row.text("key")));
        short[] noise = new short[IMAGE];

        // When
        GridNoise.of(row.number("sigma")).stream(key).fill(Long.parseLong(row.text("sample")), noise);

        // Then
        String first = IntStream.range(0, 32).mapToObj(j -> "" + noise[j]).collect(Collectors.joining(" "));
        assertThat(first).isEqualTo(row.text("first_draws"));
        assertThat(sha256(noise)).isEqualTo(row.text("sha256"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 511, 512, 513, 5_000})
    void shouldGiveAShorterArrayTheBeginningOfALongerOne(int length) {
        // Given
        short[] whole = fill(NOISE.stream(KEY), 3, IMAGE);

        // When
        short[] part = fill(NOISE.stream(KEY), 3, length);

        // Then
        assertThat(part).isEqualTo(Arrays.copyOf(whole, length));
    }

    @Test
    void shouldNotDependOnTheSamplesFilledBefore() {
        // Given
        NoiseStream used = NOISE.stream(KEY);
        fill(used, 9, 1_000);
        fill(used, 2, 17);

        // When
        short[] noise = fill(used, 5, 1_000);

        // Then
        assertThat(noise).isEqualTo(fill(NOISE.stream(KEY), 5, 1_000));
    }

    @Test
    void shouldRejectANegativeSample() {
        assertThatThrownBy(() -> NOISE.stream(KEY).fill(-1, new short[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sampleIndex = -1: must not be negative");
    }

    @Test
    void shouldRejectAnImageLargerThanTheErrorWasBoundedFor() {
        assertThatThrownBy(() -> NOISE.stream(KEY).fill(0, new short[GridNoise.MAX_DRAWS + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 2097152");
    }

    private static short[] fill(NoiseStream stream, long sample, int length) {
        short[] noise = new short[length];
        stream.fill(sample, noise);
        return noise;
    }

    private static String sha256(short[] noise) throws NoSuchAlgorithmException {
        ByteBuffer bytes = ByteBuffer.allocate(noise.length * Short.BYTES);
        bytes.asShortBuffer().put(noise);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
    }
}
