package dev.steadfast.bundles;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle was measured to certify: one row of the table that Cohen et al. (2019, section 4) call certified accuracy.
 *
 * @param sigma standard deviation of the noise, above 0
 * @param n0 selection samples an image, at least 1
 * @param n estimation samples an image, at least 1
 * @param alpha failure probability of one certificate, strictly between 0 and 1
 * @param images number of images measured, at least 1
 * @param abstainedPercent images without a certificate, in percent
 * @param percentByRadius for an L2 radius (at least 0, on the [0, 1] pixel scale), the percentage of images that were
 *     classified correctly and certified at that radius or beyond; ascending
 */
public record MeasuredAccuracy(
        double sigma,
        int n0,
        int n,
        double alpha,
        int images,
        double abstainedPercent,
        SortedMap<Double, Double> percentByRadius) {

    /** @throws IllegalArgumentException if a value is out of its range */
    public MeasuredAccuracy {
        Rules.check(sigma > 0 && Double.isFinite(sigma), "sigma", "above 0", sigma);
        Rules.checkRange("n0", n0, 1, Integer.MAX_VALUE);
        Rules.checkRange("n", n, 1, Integer.MAX_VALUE);
        Rules.check(alpha > 0 && alpha < 1, "alpha", "strictly between 0 and 1", alpha);
        Rules.checkRange("images", images, 1, Integer.MAX_VALUE);
        Rules.checkPercent("abstainedPercent", abstainedPercent);
        percentByRadius.forEach((radius, percent) -> {
            Rules.check(
                    Double.compare(radius, 0.0) >= 0 && Double.isFinite(radius),
                    "percentByRadius",
                    "keyed by radii of at least 0",
                    radius);
            Rules.checkPercent("percentByRadius." + radius, percent);
        });
        percentByRadius = Collections.unmodifiableSortedMap(new TreeMap<>(percentByRadius));
    }
}
