package dev.steadfast.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.avro.AbstentionReason;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.Frame;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.avro.RejectionReason;
import dev.steadfast.standalone.demo.SampleImage;
import dev.steadfast.standalone.demo.SampleImages;
import dev.steadfast.standalone.watch.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More frames than two cores can vote on, by several times: each has one answer, and those that are begun are finished. */
class OverloadIT {

    private static final int FRAMES = 600;
    private static final int FRAMES_PER_SECOND = 120;
    private static final Duration DEADLINE = Duration.ofSeconds(6);

    @Test
    void shouldDecideWhatItCanAndAnswerTheRestWithoutAVote(@TempDir Path data) throws Exception {
        List<SampleImage> images = SampleImages.load();
        List<String> published = new ArrayList<>();
        try (RunningStack stack = new RunningStack(
                data, "certification.estimation-samples=50", "certification.deadline=" + DEADLINE.toSeconds() + "s")) {
            for (int i = 0; i < FRAMES; i++) {
                Frame frame = Frame.newBuilder(RunningStack.frame("load-" + i, images.get(i % images.size())))
                        .setCameraId("camera-" + i % 3)
                        .build();
                stack.send(frame);
                published.add(frame.getFrameId());
                TimeUnit.MILLISECONDS.sleep(1000 / FRAMES_PER_SECOND);
            }

            List<Answer> answers = published.stream().map(stack::answer).toList();
            List<CertifiedPrediction> predictions = answers.stream()
                    .filter(Answer.Predicted.class::isInstance)
                    .map(answer -> ((Answer.Predicted) answer).prediction())
                    .toList();
            List<RejectedFrame> turnedAway = answers.stream()
                    .filter(Answer.Rejected.class::isInstance)
                    .map(answer -> ((Answer.Rejected) answer).rejection())
                    .toList();

            List<CertifiedPrediction> decided = predictions.stream()
                    .filter(one -> one.getOutcome() != Outcome.ABSTAINED
                            || one.getAbstentionReason() == AbstentionReason.NOT_CONFIDENT)
                    .toList();
            List<CertifiedPrediction> overloaded = predictions.stream()
                    .filter(one -> one.getAbstentionReason() == AbstentionReason.OVERLOADED)
                    .toList();
            assertThat(decided).as("decided by votes").hasSizeGreaterThan(5);
            assertThat(overloaded).isNotEmpty().allMatch(one -> one.getSamplesUsed() == 0);
            assertThat(turnedAway).allMatch(one -> one.getReason() == RejectionReason.OVERLOADED);
            assertThat(overloaded.size() + turnedAway.size()).isGreaterThan(FRAMES / 4);
            assertThat(FRAMES - decided.size() - overloaded.size() - turnedAway.size())
                    .as("begun, and not done in time")
                    .isLessThan(FRAMES / 20);
            assertThat(predictions)
                    .allMatch(one -> Duration.between(one.getAcceptedAt(), one.getCompletedAt())
                                    .compareTo(DEADLINE.plusSeconds(3))
                            < 0);
        }
    }
}
