package dev.steadfast.evaluation;

import dev.steadfast.smoothing.FixedPlan;

/** Descriptions of measurements of {@link ColouredImages}. */
final class Descriptions {

    private Descriptions() {}

    static MeasurementDescription fixed(int images) {
        return new Measurement(
                        ColouredImages.bundle(),
                        ColouredImages.of(2 * images),
                        new Selection(0, 2, images),
                        new FixedPlan(0.5, 0.001, 100, 1000),
                        0)
                .describe("a backend");
    }
}
