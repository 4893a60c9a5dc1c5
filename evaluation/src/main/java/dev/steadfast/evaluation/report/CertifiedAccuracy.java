package dev.steadfast.evaluation.report;

import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.ResultTable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a table of results says: certified accuracy by radius (Cohen et al. 2019, section 4), and the average certified radius (Zhai et
 * al., <i>MACER</i>, 2020).
 */
public final class CertifiedAccuracy {

    private static final int AVERAGE_DECIMALS = 6;

    /** Of the correct answers, ascending. */
    private final double[] radii;

    private final Share abstained;
    private final BigDecimal averageRadius;

    private CertifiedAccuracy(double[] radii, Share abstained, BigDecimal averageRadius) {
        this.radii = radii;
        this.abstained = abstained;
        this.averageRadius = averageRadius;
    }

    /** {@return the accuracy of these results} */
    public static CertifiedAccuracy of(ResultTable table) {
        List<ImageResult> results = table.results();
        double[] radii = results.stream()
                .filter(ImageResult::correct)
                .mapToDouble(ImageResult::radius)
                .sorted()
                .toArray();
        int abstained = (int) results.stream().filter(ImageResult::abstained).count();
        // By decimals: a sum of doubles could come out above the sum of the numbers in the file.
        BigDecimal sum = results.stream()
                .filter(ImageResult::correct)
                .map(result -> BigDecimal.valueOf(result.radius()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new CertifiedAccuracy(
                radii,
                new Share(abstained, results.size()),
                sum.divide(BigDecimal.valueOf(results.size()), AVERAGE_DECIMALS, RoundingMode.FLOOR));
    }

    /** {@return how many images were measured} */
    public int images() {
        return abstained.of();
    }

    /** {@return the images that were answered correctly, and certified at this radius or beyond; at 0, all that were answered correctly} */
    public Share at(double radius) {
        int below = 0;
        while (below < radii.length && radii[below] < radius) {
            below++;
        }
        return new Share(radii.length - below, images());
    }

    /** {@return the images that got no answer} */
    public Share abstained() {
        return abstained;
    }

    /** {@return the mean over all images of the radius, 0 where the answer was not correct; rounded down to 6 decimals} */
    public BigDecimal averageRadius() {
        return averageRadius;
    }

    /** {@return the largest radius of a correct answer; 0 if there is none} */
    public double largestRadius() {
        return radii.length == 0 ? 0 : radii[radii.length - 1];
    }

    /** A point of the curve. */
    record Point(double radius, Share accuracy) {}

    /**
     * The corners of the step curve of {@link #at} over the radius, from radius 0 to where it reaches 0. The upper one of two corners at
     * a radius is the accuracy there; right behind the radius it is the lower one.
     */
    List<Point> curve() {
        List<Point> corners = new ArrayList<>(List.of(new Point(0, at(0))));
        for (int i = 0; i < radii.length; i++) {
            if (i + 1 == radii.length || radii[i + 1] > radii[i]) {
                corners.add(new Point(radii[i], at(radii[i])));
                corners.add(new Point(radii[i], new Share(radii.length - i - 1, images())));
            }
        }
        return corners;
    }
}
