package dev.steadfast.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.steadfast.evaluation.Descriptions;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.ReferenceTables;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.ResultTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportFileTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldReadTheRowsThatAReportWrote() throws IOException {
        ResultTable table = ResultTable.read(ReferenceTables.SIGMA_025);
        MeasurementDescription with = Descriptions.fixed(60);
        MeasuredRun described = new MeasuredRun("ours", folder, table, CertifiedAccuracy.of(table), Optional.of(with));
        MeasuredRun foreign = new MeasuredRun("theirs", folder, table, CertifiedAccuracy.of(table), Optional.empty());
        AccuracyReport report = new AccuracyReport(List.of(described, foreign), List.of(0.0, 0.25));
        Path file = Files.writeString(folder.resolve("report.json"), report.json());

        List<ReportFile.Row> rows = ReportFile.read(file);

        assertThat(rows)
                .containsExactly(new ReportFile.Row(
                        "ours",
                        with.bundle(),
                        with.bundleDigest(),
                        described.measured(List.of(0.0, 0.25)).orElseThrow(),
                        with.words()));
    }

    @Test
    void shouldRefuseARunThatIsNotFinished() throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), reportOfAnOtherwiseGoodRun());

        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> ReportFile.read(file))
                .withMessageContaining("the run \"ours\" must be finished, but has 60 of 61 images");
    }

    private String reportOfAnOtherwiseGoodRun() {
        ResultTable table = ResultTable.read(ReferenceTables.SIGMA_025);
        MeasuredRun run = new MeasuredRun(
                "ours", folder, table, CertifiedAccuracy.of(table), Optional.of(Descriptions.fixed(61)));
        return new AccuracyReport(List.of(run), List.of(0.0)).json();
    }

    @Test
    void shouldRefuseAMeasurementOfAFormatToCome() throws IOException {
        String later = reportOfAnOtherwiseGoodRun().replace("\"format\" : 1", "\"format\" : 2");
        Path file = Files.writeString(folder.resolve("report.json"), later);

        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> ReportFile.read(file))
                .withMessageContaining("format must be 1, but is 2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {                                                | report.json must be what 'steadfast report --json' writes
            {"runs": []}                                     | but has no certifiedAccuracy
            {"runs": [{"certifiedAccuracy": {"sigma": 1}}]}  | but has no certifiedAccuracy
            {"runs": [{"certifiedAccuracy": {"sigma": 1}, "description": {}}]} | Missing creator property 'format'
            """)
    void shouldSayWhatIsNoReport(String text, String message) throws IOException {
        Path file = Files.writeString(folder.resolve("report.json"), text);

        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> ReportFile.read(file))
                .withMessageContaining(message);
        assertThatExceptionOfType(EvaluationException.class)
                .isThrownBy(() -> ReportFile.read(folder.resolve("none.json")))
                .withMessageContaining("none.json does not exist");
    }
}
