package dev.steadfast.training;

/** The learning rate over the steps of a run. */
public sealed interface Schedule {

    /**
     * {@return the rate for a step}
     *
     * @param step from 0 to {@code steps - 1}
     * @param steps the run's length
     */
    double rate(long step, long steps);

    /** The same rate throughout. */
    record Constant(double rate) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return rate;
        }
    }

    /**
     * The rate is multiplied by a factor after every {@code every} steps.
     *
     * @param peak the first rate
     * @param factor what it is multiplied by, 0.1 in the Denoised Smoothing paper
     * @param every steps between two drops
     */
    record Step(double peak, double factor, long every) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            return peak * Math.pow(factor, (double) (step / every));
        }
    }

    /**
     * One cycle (Smith and Topin 2018): linearly up to the peak, then down to 0 along half a cosine.
     *
     * @param peak the highest rate
     * @param warmUp the part of the run that goes up, from 0 to below 1
     */
    record OneCycle(double peak, double warmUp) implements Schedule {
        @Override
        public double rate(long step, long steps) {
            double done = (step + 0.5) / steps;
            if (done < warmUp) {
                return peak * done / warmUp;
            }
            return peak * 0.5 * (1 + Math.cos(Math.PI * (done - warmUp) / (1 - warmUp)));
        }
    }
}
