package dev.steadfast.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.evaluation.ReferenceTables;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.ResultTable;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CertifiedAccuracyTest {

    @Test
    void shouldCountAsTheReferenceDoes() {
        CertifiedAccuracy accuracy = CertifiedAccuracy.of(ResultTable.read(ReferenceTables.SIGMA_050));

        assertThat(IntStream.rangeClosed(0, 8).mapToObj(quarter -> accuracy.at(quarter / 4.0)))
                .extracting(Share::count)
                .containsExactly(23, 22, 16, 13, 11, 6, 4, 1, 0);
        assertThat(accuracy.images()).isEqualTo(60);
        assertThat(accuracy.abstained()).isEqualTo(new Share(19, 60));
        assertThat(accuracy.averageRadius()).isEqualByComparingTo("0.349984");
        assertThat(accuracy.largestRadius()).isEqualTo(1.96);
    }

    @Test
    void shouldRoundPercentagesDown() {
        assertThat(new Share(38, 60).percent(1)).hasToString("63.3");
        assertThat(new Share(2, 3).percent(1)).hasToString("66.6");
        assertThat(new Share(3, 3).percent(1)).hasToString("100.0");
    }

    @Test
    void shouldKnowTheStandardErrorOfAShare() {
        assertThat(new Share(60, 120).standardError()).isCloseTo(4.5644, within(1e-4));
        assertThat(new Share(120, 120).standardError()).isZero();
    }

    @Test
    void shouldRefuseAShareOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Share(4, 3));
    }

    @Test
    void shouldDrawACornerBeforeAndBehindEachRadius() {
        ResultTable table = new ResultTable(
                List.of(result(0, true, 0.5), result(1, true, 0.25), result(2, true, 0.5), result(3, false, 0.75)));

        List<CertifiedAccuracy.Point> curve = CertifiedAccuracy.of(table).curve();

        assertThat(curve).containsExactly(point(0, 3), point(0.25, 3), point(0.25, 2), point(0.5, 2), point(0.5, 0));
    }

    @Test
    void shouldDrawAFlatCurveWhereNothingIsRight() {
        CertifiedAccuracy accuracy = CertifiedAccuracy.of(new ResultTable(List.of(result(0, false, 0.5))));

        assertThat(accuracy.curve()).containsExactly(new CertifiedAccuracy.Point(0, new Share(0, 1)));
        assertThat(accuracy.averageRadius()).isEqualByComparingTo("0");
        assertThat(accuracy.largestRadius()).isZero();
    }

    private static CertifiedAccuracy.Point point(double radius, int count) {
        return new CertifiedAccuracy.Point(radius, new Share(count, 4));
    }

    private static ImageResult result(int idx, boolean correct, double radius) {
        return new ImageResult(idx, 1, correct ? 1 : 2, radius, correct, Duration.ZERO);
    }
}
