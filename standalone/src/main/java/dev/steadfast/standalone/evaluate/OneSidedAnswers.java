package dev.steadfast.standalone.evaluate;

import dev.steadfast.evaluation.measurement.ImageResult;
import java.util.List;
import java.util.Optional;

/** Notices that a network gives one class whatever it is shown, as most do that get pixels of another scale than they were trained on. */
final class OneSidedAnswers {
    private static final int FEWEST = 10;

    private int answers;
    private int right;
    private int answer;
    private boolean oneSided = true;
    private boolean told;

    /**
     * Takes one more result.
     *
     * @param classes the labels
     * @return a hint, once, when ten answers or more are all of one class, and most of them wrong
     */
    Optional<String> hint(ImageResult result, List<String> classes) {
        if (!result.abstained()) {
            oneSided = oneSided && (answers == 0 || result.predict() == answer);
            answer = result.predict();
            answers++;
            right += result.correct() ? 1 : 0;
        }
        if (told || !oneSided || answers < FEWEST || 2 * right >= answers) {
            return Optional.empty();
        }
        told = true;
        return Optional.of(
                "All %d answers so far are \"%s\", %d of them right. Is the normalisation that the classifier was trained with in it, or in the bundle's preprocessing, and are its classes in the order of the labels?"
                        .formatted(answers, classes.get(answer), right));
    }
}
