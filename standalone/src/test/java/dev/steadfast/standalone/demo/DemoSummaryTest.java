package dev.steadfast.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Outcome;
import dev.steadfast.standalone.SampleAnswers;
import dev.steadfast.standalone.watch.Answer;
import org.junit.jupiter.api.Test;

class DemoSummaryTest {

    private static final long SECOND = 1_000_000_000;

    private long now = 17;
    private final DemoSummary summary = new DemoSummary(() -> now);

    @Test
    void shouldSayWhatWasSeenInWords() {
        later(SampleAnswers.certified("a", "sample"));
        later(SampleAnswers.abstained("b", "sample"));
        now += 60 * SECOND; // after the last answer, which does not count

        assertThat(summary.text()).isEqualToNormalizingNewlines("""
                frames       2 in 4.0 s, 0.50 a second
                certified    1, mean radius 0.4768
                abstained    1 (not confident 1)
                accuracy     50.0% of frames with a known truth were answered with it (an abstention is no answer)
                samples      2200, 550 a second""");
    }

    @Test
    void shouldNameRejectedFramesAndThoseWithoutARadiusWhereThereAreAny() {
        later(SampleAnswers.cat("a", "sample")
                .setOutcome(Outcome.PREDICTED)
                .setRadius(0)
                .build());
        now += 2 * SECOND;
        summary.add(new Answer.Rejected(SampleAnswers.rejected("b", "sample")));

        assertThat(summary.frames()).isEqualTo(2);
        assertThat(summary.text()).isEqualToNormalizingNewlines("""
                frames       2 in 4.0 s, 0.50 a second
                certified    0, mean radius 0.0000
                predicted    1, without a radius
                abstained    0
                rejected     1
                accuracy     100.0% of frames with a known truth were answered with it (an abstention is no answer)
                samples      1100, 275 a second""");
    }

    @Test
    void shouldWriteEveryNumberAsJson() throws Exception {
        later(SampleAnswers.certified("a", "sample"));
        later(SampleAnswers.abstained("b", "sample"));
        summary.add(new Answer.Rejected(SampleAnswers.rejected("c", "sample")));

        assertThat(new ObjectMapper().readTree(summary.json())).isEqualTo(new ObjectMapper().readTree("""
                {"frames": 3, "certified": 1, "predicted": 0, "abstained": 1, "rejected": 1, "mean_radius": 0.47689, "accuracy": 0.5,
                 "samples": 2200, "samples_per_second": 550.0, "frames_per_second": 0.75, "seconds": 4.0,
                 "abstained_by_reason": {"not-confident": 1}}
                """));
    }

    @Test
    void shouldDivideByNothingBeforeTheFirstAnswer() throws Exception {
        JsonNode json = new ObjectMapper().readTree(summary.json());

        assertThat(json.get("frames_per_second").doubleValue()).isZero();
        assertThat(json.get("mean_radius").doubleValue()).isZero();
        assertThat(json.get("accuracy").doubleValue()).isZero();
        assertThat(summary.text()).startsWith("frames       0 in 0.0 s, 0.00 a second");
    }

    private void later(CertifiedPrediction prediction) {
        now += 2 * SECOND;
        summary.add(new Answer.Predicted(prediction));
    }
}
