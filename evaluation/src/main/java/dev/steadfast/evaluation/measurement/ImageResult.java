package dev.steadfast.evaluation.measurement;

import dev.steadfast.smoothing.plans.Abstained;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.Outcome;
import dev.steadfast.smoothing.plans.Predicted;
import java.time.Duration;

/**
 * What was found for one image: a line of a table in the format of Cohen et al.'s reference implementation.
 *
 * @param idx the image's index in its dataset, 0 or more
 * @param label its class
 * @param predict the class that was answered, or {@link #ABSTAIN}
 * @param radius the certified L2 radius (pixels in [0, 1]), never more than was certified; 0 where none was
 * @param correct whether the answer is the label; never for an abstention
 * @param time how long it took
 */
public record ImageResult(int idx, int label, int predict, double radius, boolean correct, Duration time) {

    /** In place of a class: no answer. */
    public static final int ABSTAIN = -1;

    /** @throws IllegalArgumentException if a value is out of its range, or contradicts another */
    public ImageResult {
        check(idx >= 0, "idx", "0 or more", idx);
        check(label >= 0, "label", "a class index, 0 or more", label);
        check(predict >= ABSTAIN, "predict", "a class index, or -1 for an abstention", predict);
        check(radius >= 0 && Double.isFinite(radius), "radius", "0 or more", radius);
        check(predict != ABSTAIN || radius == 0, "radius", "0 for an abstention (predict is -1)", radius);
        check(
                correct == (predict == label),
                "correct",
                (predict == label ? 1 : 0) + " where label is " + label + " and predict is " + predict,
                correct ? 1 : 0);
        check(!time.isNegative(), "time", "0 or more", time);
    }

    /** {@return what an outcome means for an image of this label} */
    public static ImageResult of(int idx, int label, Outcome outcome, Duration time) {
        int predict = ABSTAIN;
        double radius = 0;
        if (outcome instanceof Certified certified) {
            predict = certified.cls();
            radius = certified.radius();
        } else if (outcome instanceof Predicted predicted) {
            predict = predicted.cls();
        } else if (!(outcome instanceof Abstained)) {
            throw new AssertionError("no such outcome: " + outcome);
        }
        return new ImageResult(idx, label, predict, radius, predict == label, time);
    }

    /** {@return whether no class was answered} */
    public boolean abstained() {
        return predict == ABSTAIN;
    }

    static void check(boolean holds, String column, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(column + " must be " + rule + ", but is " + found);
        }
    }
}
