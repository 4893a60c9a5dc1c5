package dev.steadfast.smoothing.forecast;

/**
 * What a plan is expected to do with a frame.
 *
 * @param answered probability of an answer: a certificate of the radius that was asked for or, of a plan for the class alone, a class
 * @param samples mean number of samples, n0 included
 * @param samplesSquared mean of its square
 * @param looks mean number of times that the plan looks at the votes: rounds through the queue
 */
public record Forecast(double answered, double samples, double samplesSquared, double looks) {

    /** Nothing, to add to. */
    public static final Forecast NONE = new Forecast(0, 0, 0, 0);

    /** This, and another one so many times: means, if all the times add up to 1. */
    public Forecast plus(Forecast other, double times) {
        return new Forecast(
                answered + times * other.answered,
                samples + times * other.samples,
                samplesSquared + times * other.samplesSquared,
                looks + times * other.looks);
    }
}
