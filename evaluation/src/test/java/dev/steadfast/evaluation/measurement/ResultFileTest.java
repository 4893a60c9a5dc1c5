package dev.steadfast.evaluation.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.evaluation.ColouredImages;
import dev.steadfast.evaluation.Descriptions;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.smoothing.plans.FixedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultFileTest {

    private static final MeasurementDescription DESCRIPTION = Descriptions.fixed(3);
    private static final String FIRST = "0\t0\t0\t0.500000\t1\t0:00:01\n";
    private static final String SECOND = "2\t2\t-1\t0.0\t0\t0:00:02\n";

    @TempDir
    Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = folder.resolve("results.tsv");
    }

    @Test
    void shouldWriteLineByLine() throws IOException {
        try (ResultFile results = ResultFile.open(file, DESCRIPTION)) {
            assertThat(file).hasContent(ResultLine.HEADER + "\n");
            results.append(first());
            assertThat(file).hasContent(ResultLine.HEADER + "\n" + FIRST);
        }
        assertThat(MeasurementDescription.of(file)).contains(DESCRIPTION);
        assertThat(ResultTable.read(file).results()).containsExactly(first());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4\t1\t1\t0.5\t1\t0:00:01"})
    void shouldGoOnBehindTheLastWholeLine(String torn) throws IOException {
        begin(FIRST + SECOND + torn);

        try (ResultFile results = ResultFile.open(file, DESCRIPTION)) {
            assertThat(results.begun()).extracting(ImageResult::idx).containsExactly(0, 2);
            results.append(new ImageResult(4, 1, 1, 0.25, true, Duration.ofSeconds(3)));
        }

        assertThat(Files.readString(file))
                .isEqualTo(ResultLine.HEADER + "\n" + FIRST + SECOND + "4\t1\t1\t0.250000\t1\t0:00:03\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "4\t1\t1\t0.5\t1\t0:00:01"})
    void shouldCountTheImagesThatNeedNotBeMeasuredAgain(String torn) throws IOException {
        begin(FIRST + SECOND + torn);

        int done = ResultFile.done(file);

        try (ResultFile results = ResultFile.open(file, DESCRIPTION)) {
            assertThat(results.begun()).hasSize(done).hasSize(2);
        }
    }

    @Test
    void shouldCountNoImageBehindHalfAHeaderOrWithoutAFile() throws IOException {
        assertThat(ResultFile.done(file)).isZero();
        Files.writeString(file, ResultLine.HEADER.substring(0, 7));
        assertThat(ResultFile.done(file)).isZero();
    }

    @Test
    void shouldBeginAgainWhereNotEvenTheHeaderWasWritten() throws IOException {
        Files.writeString(file, ResultLine.HEADER.substring(0, 7));

        ResultFile.open(file, DESCRIPTION).close();

        assertThat(file).hasContent(ResultLine.HEADER + "\n");
        assertThat(MeasurementDescription.beside(file)).exists();
    }

    @Test
    void shouldMeasureMoreImagesIfAskedTo() throws IOException {
        begin(FIRST);
        MeasurementDescription more = withImages(3_000);

        ResultFile.open(file, more).close();

        assertThat(MeasurementDescription.of(file)).contains(more);
    }

    @Test
    void shouldNameTheOptionsThatDiffer() throws IOException {
        begin(FIRST);
        MeasurementDescription other = new Measurement(
                        ColouredImages.bundle(),
                        ColouredImages.of(6),
                        new Selection(0, 2, 3),
                        new FixedPlan(0.25, 0.001, 100, 1000),
                        7)
                .describe("a backend");

        assertThatThrownBy(() -> ResultFile.open(file, other))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(file
                        + " was begun with other options (sigma was 0.5, now 0.25; seed was 0, now 7): give the same ones to go on, or"
                        + " name another file");
        assertThat(Files.readString(file)).as("left as it was").endsWith(FIRST);
    }

    @Test
    void shouldLeaveATableAloneThatItDidNotBegin() throws IOException {
        Files.writeString(file, ResultLine.HEADER + "\n" + FIRST);

        assertThatThrownBy(() -> ResultFile.open(file, DESCRIPTION))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("results.tsv exists, but not")
                .hasMessageContaining("results.tsv.json");
        assertThat(file).hasContent(ResultLine.HEADER + "\n" + FIRST);
    }

    @Test
    void shouldNoticeThatTheFileWasChanged() throws IOException {
        begin(SECOND);

        assertThatThrownBy(() -> ResultFile.open(file, DESCRIPTION))
                .hasMessageContaining("line 2: idx must be 0, but is 2: the file was changed");
    }

    @Test
    void shouldRefuseAFileThatHoldsMore() throws IOException {
        begin(FIRST + SECOND);

        assertThatThrownBy(() -> ResultFile.open(file, withImages(1)))
                .hasMessageContaining("holds 2 images, more than the 1 that are to be measured");
    }

    @Test
    void shouldKeepASecondWriterAway() {
        try (ResultFile first = ResultFile.open(file, DESCRIPTION)) {
            assertThat(first.begun()).isEmpty();
            assertThatThrownBy(() -> ResultFile.open(file, DESCRIPTION))
                    .isInstanceOf(EvaluationException.class)
                    .hasMessageContaining("is being written by another run");
        }
    }

    @Test
    void shouldSayThatAFileCannotBeWritten() {
        Path nowhere = folder.resolve("none/results.tsv");

        assertThatThrownBy(() -> ResultFile.open(nowhere, DESCRIPTION))
                .isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith(nowhere + " cannot be written: ");
    }

    @Test
    void shouldWriteNothingOnceItIsClosed() {
        ResultFile results = ResultFile.open(file, DESCRIPTION);
        results.close();
        results.close();

        assertThatThrownBy(() -> results.append(first())).isInstanceOf(EvaluationException.class);
        assertThat(file).hasContent(ResultLine.HEADER + "\n");
    }

    private void begin(String lines) throws IOException {
        Files.writeString(file, ResultLine.HEADER + "\n" + lines);
        DESCRIPTION.write(file);
    }

    private static MeasurementDescription withImages(int images) {
        return new Measurement(
                        ColouredImages.bundle(),
                        ColouredImages.of(6),
                        new Selection(0, 2, images),
                        new FixedPlan(0.5, 0.001, 100, 1000),
                        0)
                .describe("a backend");
    }

    private static ImageResult first() {
        return new ImageResult(0, 0, 0, 0.5, true, Duration.ofSeconds(1));
    }
}
