package dev.steadfast.standalone.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steadfast.evaluation.measurement.ImageResult;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OneSidedAnswersTest {
    private static final List<String> CLASSES = List.of("cat", "dog", "eel");

    private final OneSidedAnswers answers = new OneSidedAnswers();

    @Test
    void shouldHintOnceThatTenAnswersAreOfOneClass() {
        List<String> hints = IntStream.range(0, 30)
                .mapToObj(i -> hint(i, i % 3, i % 5 == 4 ? ImageResult.ABSTAIN : 1))
                .flatMap(Optional::stream)
                .toList();

        assertThat(hints)
                .singleElement()
                .asString()
                .startsWith("All 10 answers so far are \"dog\", 3 of them right.")
                .contains("Is the normalisation that the classifier was trained with in it");
    }

    @Test
    void shouldNotHintWhereTheImagesAreOfOneClass() {
        assertThat(IntStream.range(0, 30).mapToObj(i -> hint(i, 1, 1)).flatMap(Optional::stream))
                .as("folders begin with all images of their first class")
                .isEmpty();
    }

    @Test
    void shouldNotHintWhereAnotherClassWasAnsweredOnce() {
        assertThat(IntStream.range(0, 30)
                        .mapToObj(i -> hint(i, i % 3, i == 2 ? 2 : 1))
                        .flatMap(Optional::stream))
                .isEmpty();
    }

    private Optional<String> hint(int idx, int label, int predict) {
        return answers.hint(new ImageResult(idx, label, predict, 0, label == predict, Duration.ofMillis(1)), CLASSES);
    }
}
