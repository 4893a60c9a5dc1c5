package dev.steadfast.standalone.plan;

import dev.steadfast.smoothing.forecast.Forecast;
import java.util.OptionalDouble;

/**
 * What frames ask of workers.
 *
 * @param framesPerSecond above 0
 * @param taskSamples samples of a task
 * @param votesPerSecond of one worker, above 0; empty if nobody knows
 * @param workers that there are, at least 1
 */
record Demand(double framesPerSecond, int taskSamples, OptionalDouble votesPerSecond, int workers) {

    /**
     * What a plan asks of them.
     *
     * @param needed the fewest workers that keep up, with a quarter to spare
     * @param latency seconds to the answer, with these and nothing else to be done
     * @param latencyOfMost seconds within which 95 of 100 answers come, with these
     * @param shed share of the frames that those which there are cannot decide
     */
    record Answer(long needed, double latency, double latencyOfMost, double shed) {}

    /** For frames that take what is forecast. */
    Answer answer(Forecast forecast) {
        double votes = votesPerSecond.orElseThrow();
        Fleet fleet = Fleet.thatKeepsUp(votes, framesPerSecond, forecast.samples());
        return new Answer(
                fleet.workers(),
                fleet.latency(forecast, taskSamples),
                fleet.latencyOfMost(forecast, taskSamples, framesPerSecond),
                new Fleet(votes, workers).shed(framesPerSecond, forecast.samples()));
    }
}
