package dev.steadfast.smoothing.noise;

import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.InvalidPlanException.Rule;
import dev.steadfast.smoothing.Limits;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Gaussian noise as integers on the 1/255 grid: k = round(255 e) with e ~ N(0, sigma^2), independently for every pixel and
 * channel.
 *
 * <p>An image of 8 bits a channel lies on that grid, so adding k to it is exactly "add e, then round", and the Gaussian
 * certificate holds for the classifier "round, then f" with no floating-point Gaussian in between (Voracek and Hein, <i>Sound
 * Randomized Smoothing in Floating-Point Arithmetics</i>, ICLR 2023). A noisy value may leave 0..255; what becomes of
 * it there is up to f.
 *
 * <h2>The draws, for whoever must reproduce them</h2>
 *
 * <ol>
 *   <li>Sample i's bits are the key stream of AES-256 in counter mode: its block b (from 0) is AES(key, i || b), both numbers
 *       as 8 bytes, big-endian. So each sample owns 2^64 blocks, and no two samples share one.
 *   <li>Draw j is made from bytes 8j to 8j + 7 of that stream, read as an unsigned big-endian number u.
 *   <li>The draw is the smallest integer k with u &lt; round(2^64 * Phi((2k + 1) / (510 sigma))), sigma being the exact value
 *       of the double. Right-hand sides that round to 0 are skipped, and the first that rounds to 2^64 ends the search.
 * </ol>
 *
 * <h2>How exact</h2>
 *
 * <p>Each threshold is off by at most 2^-65, and at most 2^-65 of mass is cut from each tail, so a draw is within (2K + 2) 2^-65
 * of the exact distribution in total variation, K being {@link #largest()}: 8e-11 for a whole 3 x 224 x 224 image at sigma 4,
 * 5e-12 at sigma 0.25. {@link #SAMPLE_ERROR} bounds it for any sigma and image; plans take it off their bound.
 *
 * <p>Immutable and thread-safe. The first use of a sigma builds its table, which takes 0.1 s at sigma 0.25 and 0.3 s at sigma 4,
 * and others wait meanwhile; the {@value #CACHED_TABLES} sigmas used last stay cached.
 */
public final class GridNoise {

    /** Most draws a sample may have: images up to 3 x 836 x 836. */
    public static final int MAX_DRAWS = 1 << 21;

    /**
     * Total variation distance between one sample's noise, of up to {@link #MAX_DRAWS} draws, and exact noise: at most this,
     * 1.9e-9. It bounds how far any class's probability can be from what it is under exact noise.
     */
    public static final double SAMPLE_ERROR = 0x1p-29;

    private static final int CACHED_TABLES = 16;

    private static final Map<Double, GridNoise> CACHE = new LinkedHashMap<>(CACHED_TABLES, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Double, GridNoise> eldest) {
            return size() > CACHED_TABLES;
        }
    };

    private final double sigma;
    private final NoiseTable table;

    private GridNoise(double sigma) {
        this.sigma = sigma;
        this.table = new NoiseTable(sigma);
    }

    /**
     * The noise of standard deviation {@code sigma}.
     *
     * @param sigma in units of the full pixel range (pixels in [0, 1]), from {@link Limits#MIN_SIGMA} to {@link Limits#MAX_SIGMA}
     * @throws InvalidPlanException with {@link Rule#SIGMA_OUT_OF_RANGE} for any other sigma
     */
    public static GridNoise of(double sigma) {
        Limits.requireSigma(sigma);
        synchronized (CACHE) {
            return CACHE.computeIfAbsent(sigma, GridNoise::new);
        }
    }

    /** The standard deviation of e, in units of the full pixel range. */
    public double sigma() {
        return sigma;
    }

    /** The largest value ever drawn, in grid steps; the smallest is its negative. About 9.16 * 255 * sigma. */
    public int largest() {
        return table.largest();
    }

    /** The probability that a draw is exactly {@code value}: a count of 64-bit uniforms over 2^64, rounded to a double. */
    public double probability(int value) {
        return Math.scalb(
                table.cumulative(value).subtract(table.cumulative(value - 1)).doubleValue(), -Long.SIZE);
    }

    /** The noise of one frame. The stream is not thread-safe: take one for each thread. */
    public NoiseStream stream(NoiseKey key) {
        return new NoiseStream(key, table);
    }

    @Override
    public String toString() {
        return "GridNoise[sigma=" + sigma + "]";
    }
}
