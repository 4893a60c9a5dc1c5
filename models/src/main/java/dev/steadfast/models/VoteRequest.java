package dev.steadfast.models;

import dev.steadfast.smoothing.noise.NoiseKey;

/**
 * A run of consecutive samples of one image. The samples are numbers {@code firstSample} to {@code firstSample + samples - 1} of
 * the noise that {@code key} and {@code sigma} fix, so the same request always gets the same votes, and any split of a run gets
 * the votes of the whole.
 *
 * @param image the canonical image: {@code uint8} values of shape [3, height, width], flat and channel-first; not copied, and
 *     not to be changed before the vote is over
 * @param sigma standard deviation of the noise, on the [0, 1] pixel scale
 * @param key the key of the frame's noise
 * @param firstSample index of the first sample, 0 or more
 * @param samples how many, at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier for the hot path: never compared, never changed
public record VoteRequest(byte[] image, double sigma, NoiseKey key, long firstSample, int samples) {

    /** @throws IllegalArgumentException if {@code firstSample} or {@code samples} is out of its range */
    public VoteRequest {
        if (firstSample < 0) {
            throw new IllegalArgumentException("firstSample must be 0 or more, but is " + firstSample);
        }
        if (samples < 1) {
            throw new IllegalArgumentException("samples must be at least 1, but is " + samples);
        }
        if (firstSample > Long.MAX_VALUE - samples) {
            throw new IllegalArgumentException("firstSample + samples must be at most " + Long.MAX_VALUE
                    + ", but firstSample is " + firstSample + " and samples is " + samples);
        }
    }
}
