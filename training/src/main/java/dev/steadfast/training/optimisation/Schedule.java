package dev.steadfast.training.optimisation;

import dev.steadfast.training.TrainingException;

/** The learning rate over the epochs of a run. */
public sealed interface Schedule {

    /**
     * {@return the rate at a time}
     *
     * @param epoch epochs done, from 0 to below {@code epochs}
     * @param epochs the run's length
     */
    double rate(double epoch, double epochs);

    /**
     * The same rate throughout.
     *
     * @param rate above 0
     */
    record Constant(double rate) implements Schedule {
        /** @throws TrainingException if a value is out of its range */
        public Constant {
            requireRate(rate);
        }

        @Override
        public double rate(double epoch, double epochs) {
            return rate;
        }
    }

    /**
     * The rate is multiplied by a factor from time to time.
     *
     * @param first the rate at the beginning
     * @param factor what it is multiplied by: 0.1 in the Denoised Smoothing paper
     * @param every epochs between two drops: 30 in that paper
     */
    record Step(double first, double factor, double every) implements Schedule {
        /** @throws TrainingException if a value is out of its range */
        public Step {
            requireRate(first);
            TrainingPlan.require(factor > 0 && factor <= 1, "drop", "above 0, at most 1", factor);
            TrainingPlan.require(every > 0, "drop-every", "above 0", every);
        }

        @Override
        public double rate(double epoch, double epochs) {
            return first * Math.pow(factor, Math.floor(epoch / every));
        }
    }

    /**
     * One cycle (Smith and Topin 2018): linearly up to the peak, then down to 0 along half a cosine.
     *
     * @param peak the highest rate
     * @param warmUp the part of the run that goes up, from 0 to below 1
     */
    record OneCycle(double peak, double warmUp) implements Schedule {
        /** @throws TrainingException if a value is out of its range */
        public OneCycle {
            requireRate(peak);
            TrainingPlan.require(warmUp >= 0 && warmUp < 1, "warm-up", "from 0 to below 1", warmUp);
        }

        @Override
        public double rate(double epoch, double epochs) {
            double done = epoch / epochs;
            if (done < warmUp) {
                return peak * done / warmUp;
            }
            return peak * 0.5 * (1 + Math.cos(Math.PI * (done - warmUp) / (1 - warmUp)));
        }
    }

    private static void requireRate(double rate) {
        TrainingPlan.require(rate > 0 && Double.isFinite(rate), "rate", "above 0", rate);
    }
}
