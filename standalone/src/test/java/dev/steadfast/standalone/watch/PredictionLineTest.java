package dev.steadfast.standalone.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.standalone.SampleAnswers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class PredictionLineTest {

    private final PredictionLine line = line(Ansi.OFF, StandardCharsets.UTF_8);

    @Test
    void shouldAlignAnswersOfAllKinds() {
        List<String> lines = List.of(
                line.of(new Answer.Predicted(SampleAnswers.certified("f", "demo"))),
                line.of(new Answer.Predicted(
                        SampleAnswers.cat("f", "demo").setGroundTruth(5).build())),
                line.of(new Answer.Predicted(SampleAnswers.abstained("f", "demo"))),
                line.of(new Answer.Predicted(SampleAnswers.cat("f", "demo")
                        .setOutcome(Outcome.PREDICTED)
                        .setRadius(0)
                        .setGroundTruth(null)
                        .build())),
                line.of(new Answer.Rejected(SampleAnswers.rejected("f", "demo"))));

        assertThat(lines)
                .containsExactly(
                        "12:03:04  demo        cat         stable within 0.476  votes 987/1000   truth cat \u2713         f",
                        "12:03:04  demo        cat         stable within 0.476  votes 987/1000   truth dog \u2717         f",
                        "12:03:04  demo        abstained   not confident        votes 497/1000   truth cat           f",
                        "12:03:04  demo        cat         no radius asked for  votes 987/1000                       f",
                        "12:03:04  demo        rejected    not an image: neither PNG nor JPEG  f");
    }

    @Test
    void shouldNameATruthByItsIndexUntilASampleOfTheSameBundleVotedForIt() {
        var prediction = SampleAnswers.cat("f", "demo").setGroundTruth(7).build();
        var horse = SampleAnswers.cat("g", "demo").setEstimationCounts(List.of(new ClassCount(7, "horse", "horse", 1)));

        assertThat(line.of(new Answer.Predicted(prediction))).contains("truth class 7 \u2717");
        line.of(new Answer.Predicted(horse.setModelDigest("another").build()));
        assertThat(line.of(new Answer.Predicted(prediction))).contains("truth class 7 \u2717");
        line.of(new Answer.Predicted(
                horse.setModelDigest(prediction.getModelDigest()).build()));
        assertThat(line.of(new Answer.Predicted(prediction))).contains("truth horse \u2717");
    }

    @Test
    void shouldCountTheVotesThatASequentialPlanAskedFor() {
        var prediction = SampleAnswers.cat("f", "demo")
                .setPlan(PlanKind.SEQUENTIAL)
                .setTargetRadius(0.25)
                .setEstimationCounts(List.of(new ClassCount(3, "cat", "cat", 73), new ClassCount(5, "dog", "dog", 2)))
                .setSelectionSamples(25)
                .setSamplesUsed(100)
                .build();

        assertThat(line.of(new Answer.Predicted(prediction))).contains("votes 73/75 ");
    }

    @Test
    void shouldNameATruthThatNobodyVotedForIfItWasToldTheName() {
        var prediction = SampleAnswers.cat("f", "demo").setGroundTruth(952).build();
        PredictionLine told = new PredictionLine(ZoneOffset.UTC, Ansi.OFF, StandardCharsets.UTF_8, Map.of(952, "fig"));

        assertThat(line.of(new Answer.Predicted(prediction))).contains("truth class 952 ");
        assertThat(told.of(new Answer.Predicted(prediction))).contains("truth fig ");
    }

    @Test
    void shouldNeverShowMoreThanWasCertified() {
        var prediction = SampleAnswers.cat("f", "demo").setRadius(0.9999999).build();

        assertThat(line.of(new Answer.Predicted(prediction))).contains("stable within 0.999 ");
    }

    @Test
    void shouldUseColoursOnATerminalOnly() {
        Answer answer = new Answer.Predicted(SampleAnswers.certified("f", "demo"));

        assertThat(line(Ansi.ON, StandardCharsets.UTF_8).of(answer)).contains("\u001b[32mstable within 0.476");
        assertThat(line.of(answer)).doesNotContain("\u001b");
    }

    @Test
    void shouldUseWordsWhereTheTerminalHasNoSigns() {
        PredictionLine ascii = line(Ansi.OFF, StandardCharsets.US_ASCII);

        assertThat(ascii.of(new Answer.Predicted(SampleAnswers.certified("f", "demo"))))
                .contains("truth cat (same)");
    }

    @Test
    void shouldNotPassOnControlCharacters() {
        RejectedFrame hostile = SampleAnswers.rejected("f", "a\u001b[2J\nb");

        assertThat(line.of(new Answer.Rejected(hostile))).contains("a?[2J?b");
    }

    private static PredictionLine line(Ansi ansi, Charset charset) {
        return new PredictionLine(ZoneOffset.UTC, ansi, charset, Map.of());
    }
}
