package dev.steadfast.evaluation.measurement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.ReferenceTables;
import dev.steadfast.evaluation.report.CertifiedAccuracy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {

    private static final String LINE = "20\t1\t1\t0.5\t1\t0:00:01.500000\n";

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldReadWhatTheReferenceImplementationWrites() {
        ResultTable table = ResultTable.read(ReferenceTables.SIGMA_050);

        assertThat(table.results()).hasSize(60);
        assertThat(table.results().get(1).time()).hasDays(1).hasMillis(90_061_500);
        assertThat(table.results().get(5).radius()).isEqualTo(5e-5);
        assertThat(table.results()).filteredOn(ImageResult::abstained).hasSize(19);
    }

    @Test
    void shouldReadTheTablesOfPredictWhichHaveNoRadius() throws IOException {
        Path file = write("""
                idx\tlabel\tpredict\tcorrect\ttime
                0\t3\t3\t1\t0:00:00.512345
                20\t8\t-1\t0\t0:00:00.498000
                40\t8\t1\t0\t1.5
                """);

        CertifiedAccuracy accuracy = CertifiedAccuracy.of(ResultTable.read(file));

        assertThat(ResultTable.read(file).results())
                .containsExactly(
                        new ImageResult(0, 3, 3, 0, true, Duration.ofNanos(512_345_000)),
                        new ImageResult(20, 8, -1, 0, false, Duration.ofMillis(498)),
                        new ImageResult(40, 8, 1, 0, false, Duration.ofMillis(1500)));
        assertThat(accuracy.at(0).percent(1)).hasToString("33.3");
        assertThat(accuracy.at(0.25).percent(1)).hasToString("0.0");
    }

    @Test
    void shouldNameTheColumnsOfPredictToo() throws IOException {
        Path file = write("idx\tlabel\tpredict\tcorrect\ttime\n" + LINE);

        assertThatThrownBy(() -> ResultTable.read(file))
                .hasMessageContaining("line 2: must have 5 columns with tabs between them, but has 6");
    }

    @Test
    void shouldLeaveOutALineThatIsJustBeingWritten() throws IOException {
        Path file = write(ResultLine.HEADER + "\n" + LINE + "40\t1\t1\t0.");

        assertThat(ResultTable.read(file).results())
                .extracting(ImageResult::idx)
                .containsExactly(20);
    }

    @Test
    void shouldNameFileAndLineOfAMistake() throws IOException {
        Path file = write(ResultLine.HEADER + "\n" + LINE + "40\t1\t1\t0.5\t1\tsoon\n");

        assertThatThrownBy(() -> ResultTable.read(file))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(file + ", line 3: time must be like 0:00:01.234567, or a number of seconds, but is 'soon'");
    }

    @Test
    void shouldRefuseAnImageThatComesTwice() throws IOException {
        Path file = write(ResultLine.HEADER + "\n" + LINE + LINE);

        assertThatThrownBy(() -> ResultTable.read(file))
                .hasMessage(file + ", line 3: idx must be another one on each line, but is 20 as on line 2");
    }

    @Test
    void shouldRefuseWhatIsNoTable() throws IOException {
        assertThatThrownBy(() -> ResultTable.read(write("")))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("line 1: must be the columns 'idx label predict radius correct time'")
                .hasMessageEndingWith("but is an empty file");
        assertThatThrownBy(() -> ResultTable.read(write("idx,label\n"))).hasMessageEndingWith("but is 'idx,label'");
        assertThatThrownBy(() -> ResultTable.read(write(ResultLine.HEADER + "\n")))
                .hasMessageEndingWith("must hold at least one image, but holds none yet");
        assertThatThrownBy(() -> ResultTable.read(folder.resolve("none.tsv")))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("none.tsv does not exist");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("results.tsv"), text);
    }
}
