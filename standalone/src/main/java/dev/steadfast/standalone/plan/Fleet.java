package dev.steadfast.standalone.plan;

import dev.steadfast.smoothing.forecast.Forecast;

/**
 * Workers, and how long frames take on them. A frame's tasks go to whoever is free, so that the workers are one server for whole frames, and frames that come at random
 * times wait for it as in the queue M/G/1 (Pollaczek and Khinchine; the tail of the wait is taken to be exponential).
 *
 * @param votesPerSecond of one worker, above 0
 * @param workers at least 1
 */
record Fleet(double votesPerSecond, long workers) {

    /** A frame, and further tasks that its votes make necessary, pass three commits of the topology: {@code streams.commit-interval}. */
    private static final double COMMIT = 0.05;

    private static final int COMMITS = 3;

    /** A plan that looks again and again is sent samples in advance: {@code TaskLayout#ahead}. */
    private static final double SAMPLES_AHEAD = 100;

    /** For what no plan foresees: decoding, Kafka, frames that come unevenly. */
    private static final double MARGIN = 4.0 / 3;

    private static final double TWENTIETH = 0.05;

    /** {@return the fewest workers that keep up with so many frames a second, with a quarter of them to spare} */
    static Fleet thatKeepsUp(double votesPerSecond, double framesPerSecond, double samples) {
        double needed = Math.ceil(framesPerSecond * samples / votesPerSecond * MARGIN);
        return new Fleet(votesPerSecond, (long) Math.max(1, needed));
    }

    /** {@return frames a second that it decides at most} */
    double capacity(double samples) {
        return (double) workers * votesPerSecond / samples;
    }

    /** {@return the share of the frames that it cannot decide, from 0 to 1} */
    double shed(double framesPerSecond, double samples) {
        return Math.max(0, 1 - capacity(samples) / framesPerSecond);
    }

    /**
     * Seconds from a frame to its answer where nothing else is to be done.
     *
     * @param taskSamples samples of a task, which only one worker takes
     */
    double latency(Forecast forecast, int taskSamples) {
        double rounds = 1 + (forecast.looks() - 1) * taskSamples / SAMPLES_AHEAD;
        double tasks = Math.ceil(forecast.samples() / rounds / taskSamples);
        double voting = forecast.samples() / (Math.min((double) workers, tasks) * votesPerSecond);
        return COMMIT * COMMITS + Math.max(voting, COMMIT * COMMITS * (rounds - 1));
    }

    /** {@return seconds within which 95 of 100 frames are answered, of so many a second, below its capacity} */
    double latencyOfMost(Forecast forecast, int taskSamples, double framesPerSecond) {
        double speed = (double) workers * votesPerSecond;
        double busy = framesPerSecond * forecast.samples() / speed;
        if (busy <= TWENTIETH) {
            return latency(forecast, taskSamples); // fewer wait at all
        }
        double meanWait = framesPerSecond * forecast.samplesSquared() / (speed * speed) / (2 * (1 - busy));
        return latency(forecast, taskSamples) + Math.log(busy / TWENTIETH) * meanWait / busy;
    }
}
