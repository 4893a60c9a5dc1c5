package dev.steadfast.gateway.predictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.gateway.MadeUp;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswersTest {

    private final Answers answers = new Answers(3);

    @Test
    void shouldForgetTheOldest() {
        for (int i = 1; i <= 4; i++) {
            answers.add(prediction("f-" + i));
        }

        assertThat(answers.find("f-1")).isEmpty();
        assertThat(answers.find("f-2")).isPresent();
        assertThat(answers.latest(10, answer -> true))
                .extracting(remembered -> remembered.answer().frameId())
                .containsExactly(Optional.of("f-2"), Optional.of("f-3"), Optional.of("f-4"));
    }

    @Test
    void shouldForgetTheOldestOfThoseThatWait() {
        for (int i = 1; i <= 4; i++) {
            answers.await("f-" + i, "door");
        }

        assertThat(answers.awaitedOf("f-1")).isEmpty();
        assertThat(answers.awaitedOf("f-2")).contains("door");
    }

    @Test
    void shouldNotWaitForWhatIsThere() {
        answers.add(prediction("f-1"));

        answers.await("f-1", "door");

        assertThat(answers.awaitedOf("f-1")).isEmpty();
    }

    @Test
    void shouldKeepTheFirstPredictionOfAFrame() {
        Answer first = prediction("f-1");

        assertThat(answers.add(first)).isPresent();
        assertThat(answers.add(MadeUp.answer(MadeUp.abstained("f-1", "door", 0))))
                .isEmpty();

        assertThat(answers.find("f-1")).contains(first);
    }

    @Test
    void shouldNotLetARejectionOfAReusedIdHideThePrediction() {
        Answer prediction = prediction("f-1");
        Answer prediction2 = prediction("f-2");

        answers.add(prediction);
        assertThat(answers.add(rejection("f-1"))).as("is news all the same").isPresent();
        answers.add(rejection("f-2"));
        answers.add(prediction2);

        assertThat(answers.find("f-2")).contains(prediction2);
        assertThat(answers.latest(10, answer -> true)).hasSize(3);
    }

    @Test
    void shouldRememberRejectionsWithoutAFrameId() {
        answers.add(MadeUp.answer(MadeUp.rejected(Optional.empty(), Optional.empty())));

        assertThat(answers.latest(1, answer -> true)).hasSize(1);
    }

    private static Answer prediction(String frameId) {
        return MadeUp.answer(MadeUp.certified(frameId, "door"));
    }

    private static Answer rejection(String frameId) {
        return MadeUp.answer(MadeUp.rejected(Optional.of(frameId), Optional.of("door")));
    }
}
