package dev.steadfast.bundles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a storage with the values 0 to 11, a half each, in little-endian bytes. */
class StoredValuesTest {
    private static final byte[] BYTES = {0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8, 0, 9, 0, 10, 0, 11, 0};

    @ParameterizedTest
    @CsvSource({
        "0, 3 4, 4 1, 0 1 2 3 4 5 6 7 8 9 10 11",
        "0, 4 3, 1 4, 0 4 8 1 5 9 2 6 10 3 7 11",
        "3, 2 2, 4 1, 3 4 7 8",
        "11, 1 1, 99 99, 11",
        "99, 0 5, 5 1, ''"
    })
    void shouldPutViewsInOrder(long offset, String sizes, String strides, String wanted) throws IOException {
        byte[] values = StoredValues.of(tensor(12, offset, sizes, strides), length -> Arrays.copyOf(BYTES, length));

        byte[] places = new byte[values.length / 2];
        for (int i = 0; i < places.length; i++) {
            places[i] = values[2 * i];
        }
        assertThat(places)
                .containsExactly(
                        numbers(wanted).stream().mapToInt(Long::intValue).toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 4 4, 4 1",
        "1, 3 4, 4 1",
        "-1, 2, 1",
        "0, 2, 9223372036854775807",
        "9223372036854775807, 2, 1",
        "0, 2 2, -1 1",
        "0, 4294967296 4294967297, 0 0",
        "0, -2 -6, 6 1",
        "0, 12, 1 1"
    })
    void shouldRefuseViewsThatReachBeyondTheirStorage(long offset, String sizes, String strides) {
        assertThatIOException()
                .isThrownBy(() ->
                        StoredValues.of(tensor(12, offset, sizes, strides), length -> Arrays.copyOf(BYTES, length)))
                .withMessageStartingWith("data/7 must hold the values of a tensor of sizes");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldNotReadAStorageThatIsTooLargeToBeRead(long values) {
        assertThatIOException()
                .isThrownBy(() -> StoredValues.of(tensor(values, 0, "2", "1"), length -> {
                    throw new AssertionError("was read");
                }))
                .withMessage("data/7 must hold at most 2147483639 bytes, but is to hold %d values of 2", values);
    }

    @Test
    void shouldRefuseTypesThatHoldNoWeights() {
        StoredTensor tensor = new StoredTensor(new TensorStorage("Long", "7", 12), 0, List.of(12L), List.of(1L));

        assertThatIOException()
                .isThrownBy(() -> StoredValues.of(tensor, length -> BYTES))
                .withMessage("has values of type Long");
    }

    private static StoredTensor tensor(long values, long offset, String sizes, String strides) {
        return new StoredTensor(new TensorStorage("Half", "7", values), offset, numbers(sizes), numbers(strides));
    }

    private static List<Long> numbers(String text) {
        return Stream.of(text.split(" "))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .toList();
    }
}
