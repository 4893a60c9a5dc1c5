package dev.steadfast.evaluation.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.steadfast.evaluation.Descriptions;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.ResultFile;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileFileTest {

    private static final MeasurementDescription MEASUREMENT = Descriptions.fixed(3); // 100 + 1,000 samples, sigma 0.5
    private static final FixedPlan PLAN = new FixedPlan(0.5, 0.001, 100, 1000);

    @TempDir
    Path folder = Path.of("");

    @Test
    void shouldKeepVotesAndSpeed() {
        ProfileFile profile = ProfileFile.open(file(), MEASUREMENT, List.of());
        profile.add(result(0, 990, 1), new VoteShare(990, 6, 1000));
        profile.add(result(2, 520, 2), new VoteShare(520, 480, 1000));
        profile.add(result(4, 1000, 9), new VoteShare(1000, 0, 1000));
        profile.write();

        VoteProfile read = ProfileFile.read(file());

        assertThat(read.measurement()).isEqualTo(MEASUREMENT);
        assertThat(read.shares())
                .containsExactly(
                        new VoteShare(990, 6, 1000), new VoteShare(520, 480, 1000), new VoteShare(1000, 0, 1000));
        assertThat(read.votesPerSecond()).as("of the median of 1, 2 and 9 s").isCloseTo(550, within(1e-9));
        assertThat(read.exact()).isTrue();
        assertThat(read.imagesByShare()).hasSize(3).containsEntry(new VoteShare(990, 6, 1000), 1);
    }

    @Test
    void shouldGoOnWhereItWasWritten() {
        ProfileFile begun = ProfileFile.open(file(), MEASUREMENT, List.of());
        begun.add(result(0, 990, 1), new VoteShare(990, 6, 1000));
        begun.write();

        ProfileFile again = ProfileFile.open(file(), MEASUREMENT, List.of(result(0, 990, 1), result(2, 520, 1)));
        assertThat(again.images()).isEqualTo(1);
        ProfileFile ofANewTable = ProfileFile.open(file(), MEASUREMENT, List.of());
        assertThat(ofANewTable.images()).isZero();

        assertThatThrownBy(() -> ProfileFile.open(file(), withSeed(1), List.of()))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(file() + " is a profile of another measurement (seed was 0, now 1): name another file");
        assertThatThrownBy(() -> ProfileFile.open(folder.resolve("none/profile.json"), MEASUREMENT, List.of()))
                .hasMessageContaining("there is no folder");
    }

    @Test
    void shouldTakeTheVotesOfATableFromItsRadii() {
        Path table = folder.resolve("table.tsv");
        try (ResultFile results = ResultFile.open(table, MEASUREMENT)) {
            results.append(result(0, 990, 1));
            results.append(result(2, 501, 1));
            results.append(result(4, 1000, 1));
        }

        VoteProfile read = ProfileFile.read(table);

        assertThat(read.exact()).isFalse();
        assertThat(read.shares()).extracting(VoteShare::votes).containsExactly(990, mostThatAbstain(), 1000);
        assertThat(read.votesPerSecond()).isCloseTo(1100, within(1e-9));
    }

    @Test
    void shouldSayWhatIsWrongWithTheDescriptionOfATable() throws IOException {
        Path table = folder.resolve("table.tsv");
        try (ResultFile results = ResultFile.open(table, MEASUREMENT)) {
            results.append(result(0, 990, 1));
        }
        Path description = MeasurementDescription.beside(table);
        String text = Files.readString(description);

        Files.writeString(description, text.replace("\"sigma\" : 0.5", "\"sigma\" : 0"));
        assertThatThrownBy(() -> ProfileFile.read(table))
                .isInstanceOf(EvaluationException.class)
                .hasMessage(table + ": the description beside it: sigma = 0.0: must be from 0.01 to 4.0");
        Files.writeString(description, text.replace("\"fixed\"", "\"sequential 0.25\""));
        assertThatThrownBy(() -> ProfileFile.read(table))
                .hasMessage(table + ": plan must be fixed, which casts all its votes, but is sequential 0.25");
        Files.delete(description);
        assertThatThrownBy(() -> ProfileFile.read(table))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("must stand beside the table, to say what was measured, but does not exist");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "format" : 1           | "format" : 2           | format must be 1, but is 2
            "votesPerSecond" : 1100.0 | "votesPerSecond" : -1 | votesPerSecond must be from 0.001 to 1000000000, but is -1.0
            "votesPerSecond" : 1100.0 | "votesPerSecond" : "NaN" | votesPerSecond must be from 0.001 to 1000000000, but is NaN
            "votes" : [ 990 ]      | "votes" : [ 1001 ]     | together at most 1000, but are 1001 and 6
            "votes" : [ 990 ]      | "votes" : [ ]          | runnerUp must have as many numbers as votes, 0, but has 1
            "votes" : [ 990 ]      | "votes" : [ null ]     | votes and runnerUp must be whole numbers, but one is null
            "votes" : [ 990 ]      | "votes" : [ "many" ]   | must be what 'steadfast certify --profile' writes
            "votes" : [ 990 ]      | "vote" : [ 990 ]       | must be what 'steadfast certify --profile' writes
            "plan" : "fixed"       | "plan" : "predict"     | measurement.plan must be fixed
            }                      | ''                     | must be what 'steadfast certify --profile' writes
            """)
    void shouldSayWhatIsWrongWithAProfile(String part, String broken, String message) throws IOException {
        ProfileFile profile = ProfileFile.open(file(), MEASUREMENT, List.of());
        profile.add(result(0, 990, 1), new VoteShare(990, 6, 1000));
        profile.write();
        String text = Files.readString(file());
        assertThat(text).contains(part);
        Files.writeString(file(), text.replace(part, broken));

        assertThatThrownBy(() -> ProfileFile.read(file()))
                .isInstanceOf(EvaluationException.class)
                .hasMessageStartingWith(file() + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void shouldSayThatAFileIsMissingOrNoProfile() throws IOException {
        assertThatThrownBy(() -> ProfileFile.read(file())).hasMessage(file() + " does not exist");
        Files.writeString(file(), "idx,label");
        assertThatThrownBy(() -> ProfileFile.read(file()))
                .hasMessageStartingWith(file() + ", line 1: must be the columns");
    }

    private static int mostThatAbstain() {
        int votes = 500;
        while (PLAN.decide(selection(), estimation(votes + 1)) instanceof Abstained) {
            votes++;
        }
        return votes;
    }

    private Path file() {
        return folder.resolve("profile.json");
    }

    private static ImageResult result(int idx, int votes, int seconds) {
        Outcome outcome = PLAN.decide(selection(), estimation(votes));
        return ImageResult.of(idx, 0, outcome, Duration.ofSeconds(seconds));
    }

    private static VoteCounts selection() {
        return new VoteCounts(new int[] {100, 0, 0}, 0);
    }

    private static VoteCounts estimation(int votes) {
        return new VoteCounts(new int[] {votes, 1000 - votes, 0}, 0);
    }

    private static MeasurementDescription withSeed(long seed) {
        return new MeasurementDescription(
                MEASUREMENT.format(),
                MEASUREMENT.bundle(),
                MEASUREMENT.bundleDigest(),
                MEASUREMENT.backend(),
                MEASUREMENT.data(),
                MEASUREMENT.dataDigest(),
                MEASUREMENT.offset(),
                MEASUREMENT.every(),
                MEASUREMENT.images(),
                MEASUREMENT.plan(),
                MEASUREMENT.sigma(),
                MEASUREMENT.n0(),
                MEASUREMENT.n(),
                MEASUREMENT.alpha(),
                seed);
    }
}
