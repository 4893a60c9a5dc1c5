package dev.steadfast.standalone.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.ResultTable;
import dev.steadfast.evaluation.profile.ProfileFile;
import dev.steadfast.evaluation.profile.VoteProfile;
import dev.steadfast.standalone.SampleFolders;
import dev.steadfast.standalone.SmallIntegerBundle;
import dev.steadfast.standalone.Steadfast;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a small bundle, and one of the demo's images for each class. */
class CertifyCommandTest {

    private static Path bundle = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void writeBundle(@TempDir Path folder) throws IOException {
        bundle = SmallIntegerBundle.write(folder, SampleFolders.classes());
    }

    @BeforeEach
    void writeImages() throws IOException {
        SampleFolders.write(folder, 1);
    }

    @Test
    void shouldWriteATableThatReportShows() {
        assertThat(certify()).as(err.toString()).isZero();

        assertThat(out.toString()).startsWith("3 images in ").contains("average certified radius");
        assertThat(ResultTable.read(table()).results())
                .extracting(ImageResult::idx)
                .containsExactly(0, 1, 2);
        assertThat(execute(List.of("report", "zoo=" + table(), "--svg", folder.resolve("curve.svg") + "")))
                .isZero();
        assertThat(out.toString()).contains("zoo");
        assertThat(folder.resolve("curve.svg")).content().contains(">zoo</text>");
    }

    @Test
    void shouldGoOnWithATableAndRefuseOtherOptionsForIt() throws IOException {
        assertThat(certify("--max", "2")).isZero();
        String begun = Files.readString(table());

        assertThat(certify()).isZero();

        assertThat(Files.readString(table())).startsWith(begun);
        assertThat(ResultTable.read(table()).results()).hasSize(3);
        assertThat(certify("--seed", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("was begun with other options (seed was 0, now 1)");
    }

    @Test
    void shouldNameAllUnreadableImagesFirstAndKeepWhatIsFinishedOnceTheyAreGone() throws IOException {
        Path empty = Files.createFile(folder.resolve("test/automobile/2.png"));
        Path text = Files.writeString(folder.resolve("test/truck/2.jpg"), "<html>");
        assertThat(certify("--max", "1")).isEqualTo(1);
        assertThat(err.toString())
                .contains("2 of the 12 images", empty.toString(), text.toString())
                .doesNotContain("\tat ");
        assertThat(table()).doesNotExist();

        Files.delete(empty);
        Files.delete(text);

        assertThat(certify("--max", "1")).as(err.toString()).isZero();
        String begun = Files.readString(table());
        assertThat(certify("--max", "2")).as(err.toString()).isZero();
        assertThat(Files.readString(table())).startsWith(begun);
    }

    @Test
    void shouldDecideOneRadiusWithTheSamplesThatTakes() {
        assertThat(certify("--plan", "sequential", "--radius", "0.1", "--samples", "400", "--every", "4"))
                .as(err.toString())
                .isZero();

        assertThat(ResultTable.read(table()).results())
                .extracting(ImageResult::idx)
                .containsExactly(0, 4, 8);
        assertThat(MeasurementDescription.of(table()).orElseThrow())
                .extracting(MeasurementDescription::plan, MeasurementDescription::n)
                .containsExactly("sequential 0.1", 400);
    }

    @Test
    void shouldWriteAProfileThatThePlanIsMadeOfAlsoForAnUnfinishedTable() {
        Path profile = folder.resolve("profile.json");
        assertThat(certify("--max", "2")).as(err.toString()).isZero();

        assertThat(certify("--profile", profile + "")).as(err.toString()).isZero();

        assertThat(err.toString()).contains("2 images that " + table() + " holds are voted on again");
        VoteProfile votes = ProfileFile.read(profile);
        assertThat(votes.shares()).hasSize(3).allMatch(share -> share.samples() == 50);
        assertThat(votes.votesPerSecond()).isPositive();
        assertThat(votes.measurement())
                .isEqualTo(MeasurementDescription.of(table()).orElseThrow());
        assertThat(execute(List.of(
                        "plan",
                        "--sigma",
                        "0.25",
                        "--radius",
                        "0.1",
                        "--rate",
                        "3",
                        "--bundle",
                        bundle + "",
                        "--profile",
                        profile + "")))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("on 3 images of", "a worker casts", "fixed, n = 1000");
        assertThat(certify("--profile", profile + "", "--seed", "1", "--out", folder.resolve("other.tsv") + ""))
                .isEqualTo(1);
        assertThat(err.toString()).contains("is a profile of another measurement (seed was 0, now 1)");
    }

    @Test
    void shouldShowHowFarItIsAndTheSpeed() {
        assertThat(certify()).isZero();

        assertThat(err.toString()).contains("3/3 images", "images/min", "% correct", "% abstained");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --every 0           | 2 | --every must be at least 1, but is 0
            --n0 0              | 2 | --samples, --n0: n0 = 0: must be from 1 to 10000000
            --alpha 2           | 2 | --alpha: alpha = 2.0: must be
            --radius 0.1        | 2 | --radius means nothing with --plan fixed: leave it out
            --profile p.json --plan sequential --n0 25 --samples 400 | 2 | --profile means nothing with --plan sequential
            --profile /none/p.json | 1 | /none/p.json cannot be written: there is no folder /none
            --plan predict      | 2 | --n0 means nothing with --plan predict: leave it out
            --samples 5         | 2 | --samples, --alpha, --radius:
            --plan sequential --radius 9 | 2 | --radius:
            --offset 10         | 1 | offset must be at most 9, the last index of
            --device cuda:77    | 1 | --device: device must be auto or one of those here
            --data /none        | 1 | /none does not exist
            --bundle /none      | 1 | /none
            --out /none/r.tsv   | 1 | /none/r.tsv cannot be written: there is no folder /none
            --sigma 3           | 1 | sigma must be 0.1 to 1.0, the range that integers was made for, but is 3.0
            """)
    void shouldNameWhatIsWrong(String mistake, int status, String message) {
        assertThat(certify(mistake.split(" ", -1))).isEqualTo(status);

        assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        assertThat(table()).doesNotExist();
    }

    private Path table() {
        return folder.resolve("results.tsv");
    }

    /** Options replace the usual ones. */
    private int certify(String... options) {
        List<String> arguments = new ArrayList<>(List.of(options));
        List<String> usual = List.of(
                "--bundle",
                bundle + "",
                "--data",
                folder + "",
                "--sigma",
                "0.25",
                "--samples",
                "50",
                "--n0",
                "10",
                "--max",
                "3",
                "--out",
                table() + "");
        for (int i = 0; i < usual.size(); i += 2) {
            if (!arguments.contains(usual.get(i))) {
                arguments.addAll(usual.subList(i, i + 2));
            }
        }
        arguments.add(0, "certify");
        return execute(arguments);
    }

    private int execute(List<String> arguments) {
        return Steadfast.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments.toArray(String[]::new));
    }
}
