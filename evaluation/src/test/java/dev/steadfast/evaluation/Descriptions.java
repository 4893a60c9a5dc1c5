package dev.steadfast.evaluation;

import dev.steadfast.evaluation.measurement.Measurement;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.Selection;
import dev.steadfast.smoothing.plans.FixedPlan;

/** Descriptions of measurements of {@link ColouredImages}. */
public final class Descriptions {

    private Descriptions() {}

    public static MeasurementDescription fixed(int images) {
        return new Measurement(
                        ColouredImages.bundle(),
                        ColouredImages.of(2 * images),
                        new Selection(0, 2, images),
                        new FixedPlan(0.5, 0.001, 100, 1000),
                        0)
                .describe("a backend");
    }
}
