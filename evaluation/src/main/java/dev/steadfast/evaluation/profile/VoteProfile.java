package dev.steadfast.evaluation.profile;

import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.smoothing.forecast.VoteShare;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a bundle votes on measured images, and how fast: what planning needs to know.
 *
 * @param measurement what was measured, with which bundle and backend; its plan is {@code fixed}
 * @param votesPerSecond of the machine that measured, from 0.001 to 1e9: the median over the images
 * @param shares of the estimation votes that the chosen class had, image by image, at least one
 * @param exact whether each share is the one that was counted; otherwise those of images without an answer are the largest that they may have been, and those
 *     of runners-up too
 */
public record VoteProfile(
        MeasurementDescription measurement, double votesPerSecond, List<VoteShare> shares, boolean exact) {

    private static final double FEWEST_VOTES = 1e-3;
    private static final double MOST_VOTES = 1e9;

    /** @throws EvaluationException if a value breaks its rule */
    public VoteProfile {
        shares = List.copyOf(shares);
        require(
                measurement.certifies(),
                "measurement.plan must be fixed, the plan that casts all its votes, but is " + measurement.plan());
        require(
                votesPerSecond >= FEWEST_VOTES && votesPerSecond <= MOST_VOTES,
                "votesPerSecond must be from 0.001 to 1000000000, but is " + votesPerSecond);
        require(!shares.isEmpty(), "votes must be of at least one image, but are of none");
        require(
                shares.size() <= measurement.images(),
                "votes must be of at most %d images, as measurement.images says, but are of %d"
                        .formatted(measurement.images(), shares.size()));
        for (VoteShare share : shares) {
            require(
                    share.samples() == measurement.n(),
                    "votes must be of %d samples, as measurement.n says, but are of %d"
                            .formatted(measurement.n(), share.samples()));
        }
    }

    /** {@return the votes a second of a measurement: the median over its images} */
    static double votesPerSecond(MeasurementDescription measurement, List<ImageResult> results) {
        double[] seconds = results.stream()
                .map(ImageResult::time)
                .mapToDouble(time -> Math.max(1, time.toNanos())
                        / (double) Duration.ofSeconds(1).toNanos())
                .sorted()
                .toArray();
        double median = (seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2;
        return (measurement.n0() + (double) measurement.n()) / median;
    }

    /** {@return how many images have each share} */
    public Map<VoteShare, Integer> imagesByShare() {
        Map<VoteShare, Integer> images = new LinkedHashMap<>();
        shares.forEach(share -> images.merge(share, 1, Integer::sum));
        return images;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new EvaluationException(message);
        }
    }
}
