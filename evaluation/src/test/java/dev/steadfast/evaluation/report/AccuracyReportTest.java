package dev.steadfast.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.bundles.MeasuredAccuracy;
import dev.steadfast.evaluation.Descriptions;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.ReferenceTables;
import dev.steadfast.evaluation.measurement.ResultLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyReportTest {

    private static final MeasuredRun LOW = MeasuredRun.read("sigma 0.25", ReferenceTables.SIGMA_025);
    private static final MeasuredRun HIGH = MeasuredRun.read("sigma 0.5", ReferenceTables.SIGMA_050);

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldShowARunInColumns() {
        AccuracyReport report = AccuracyReport.of(List.of(LOW));

        assertThat(report.text()).startsWith("""
                        radius       0.00   0.25   0.50   0.75     ACR   abstained   images   s.e.
                        sigma 0.25   63.3   51.6   30.0   21.6   0.338        16.6       60    6.5

                        Percent of the images""");
    }

    @Test
    void shouldShowTheBestOfSeveralRuns() {
        AccuracyReport report = AccuracyReport.of(List.of(LOW, HIGH));

        assertThat(report.radii()).containsExactly(0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75);
        assertThat(report.text().lines().skip(1).limit(3).map(line -> line.replaceAll(" +", " ")))
                .containsExactly(
                        "sigma 0.25 63.3 51.6 30.0 21.6 0.0 0.0 0.0 0.0 0.338 16.6 60 6.5",
                        "sigma 0.5 38.3 36.6 26.6 21.6 18.3 10.0 6.6 1.6 0.349 31.6 60 6.3",
                        "best 63.3 (63.3) 51.6 (63.3) 30.0 (63.3) 21.6 (63.3) 18.3 (38.3) 10.0 (38.3) 6.6 (38.3) 1.6 (38.3)");
    }

    @Test
    void shouldShowTheRadiiThatWereAskedFor() {
        AccuracyReport report = new AccuracyReport(List.of(LOW), List.of(0.0, 0.125, 3.0));

        assertThat(report.markdown()).startsWith("""
                        | radius | 0.00 | 0.125 | 3.00 | ACR | abstained | images | s.e. |
                        |---|---:|---:|---:|---:|---:|---:|---:|
                        | sigma 0.25 | 63.3 |""").contains("| 0.0 | 0.338 | 16.6 | 60 |");
    }

    @Test
    void shouldSayWhatARunStillLacksAndThatRunsDiffer() throws IOException {
        Path file = folder.resolve("part.tsv");
        Files.writeString(file, ResultLine.HEADER + "\n0\t1\t1\t0.5\t1\t0:00:01\n");
        Descriptions.fixed(500).write(file);

        String text =
                AccuracyReport.of(List.of(LOW, MeasuredRun.read("part", file))).text();

        assertThat(text).contains("part: 1 of 500 images so far.").contains("These runs measured different images");
    }

    @Test
    void shouldSayThatImagesOfOtherLabelsAreOthers() throws IOException {
        Path cats = folder.resolve("cats.tsv");
        Path dogs = folder.resolve("dogs.tsv");
        Files.writeString(cats, ResultLine.HEADER + "\n0\t1\t1\t0.5\t1\t0:00:01\n");
        Files.writeString(dogs, ResultLine.HEADER + "\n0\t2\t2\t0.5\t1\t0:00:01\n");
        MeasuredRun first = MeasuredRun.read("cats", cats);

        assertThat(AccuracyReport.of(List.of(first, MeasuredRun.read("dogs", dogs)))
                        .text())
                .contains("These runs measured different images");
        assertThat(AccuracyReport.of(List.of(first, MeasuredRun.read("cats again", cats)))
                        .text())
                .doesNotContain("different images");
    }

    @Test
    void shouldGiveProgramsTheRowOfAManifest() throws IOException {
        Path file = Files.copy(ReferenceTables.SIGMA_025, folder.resolve("mine.tsv"));
        Descriptions.fixed(60).write(file);

        JsonNode json = new ObjectMapper()
                .readTree(AccuracyReport.of(List.of(MeasuredRun.read("mine", file), HIGH))
                        .json());

        JsonNode mine = json.at("/runs/0");
        assertThat(mine.at("/images").intValue()).isEqualTo(60);
        assertThat(mine.at("/accuracy/1/radius").doubleValue()).isEqualTo(0.25);
        assertThat(mine.at("/accuracy/1/count").intValue()).isEqualTo(31);
        assertThat(mine.at("/accuracy/1/percent").doubleValue()).isEqualTo(51.666);
        assertThat(mine.at("/averageRadius").doubleValue()).isEqualTo(0.338324);
        assertThat(mine.at("/description/bundleDigest").textValue())
                .isEqualTo(Descriptions.fixed(60).bundleDigest());
        MeasuredAccuracy row = new ObjectMapper().treeToValue(mine.get("certifiedAccuracy"), MeasuredAccuracy.class);
        assertThat(row.n()).isEqualTo(1000);
        assertThat(row.percentByRadius()).containsEntry(0.0, 63.3).containsEntry(0.75, 21.6);
        assertThat(json.at("/runs/1").has("certifiedAccuracy"))
                .as("a table of the reference implementation, of which sigma and n are unknown")
                .isFalse();
        assertThat(json.at("/best/4/label").textValue()).isEqualTo("sigma 0.5");
        assertThat(json.at("/best/4/percent").doubleValue()).isEqualTo(18.333);
        assertThat(json.at("/best/4/percentAtRadius0").doubleValue()).isEqualTo(38.333);
    }

    @Test
    void shouldRefuseTwoRunsOfOneName() {
        assertThatThrownBy(() -> AccuracyReport.of(List.of(LOW, LOW)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("two files are called sigma 0.25: tell them apart with NAME=FILE");
    }

    @Test
    void shouldRefuseWhatIsNoRadius() {
        assertThatThrownBy(() -> new AccuracyReport(List.of(LOW), List.of(-0.5)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("radii must be 0 or more, but one is -0.5");
        assertThatThrownBy(() -> new AccuracyReport(List.of(LOW), List.of(-0.0)))
                .isInstanceOf(EvaluationException.class)
                .hasMessage("radii must be 0 or more, but one is -0.0");
    }
}
