package dev.steadfast.smoothing.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.smoothing.OracleTable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NormalCdfTest {

    static Stream<OracleTable.Row> oracle() {
        return OracleTable.rows("normal-cdf.csv");
    }

    @ParameterizedTest
    @MethodSource("oracle")
    void shouldAgreeWithTheOracleToFortyFiveDigits(OracleTable.Row row) {
        // Given
        BigInteger expected = NormalCdf.fixed(row.text("central_mass"));

        // When
        BigInteger mass = NormalCdf.centralMass(NormalCdf.fixed(row.text("z")));

        // Then
        assertThat(mass.subtract(expected).abs()).isLessThan(NormalCdf.fixed("1e-45"));
    }

    @Test
    void shouldRejectWhatTheSeriesWasNotBoundedFor() {
        BigInteger tooLarge =
                NormalCdf.fixed(BigDecimal.valueOf(NormalCdf.MAX_Z).toString()).add(BigInteger.ONE);

        assertThatThrownBy(() -> NormalCdf.centralMass(tooLarge)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NormalCdf.centralMass(BigInteger.ONE.negate()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
