package dev.steadfast.evaluation.measurement;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.datasets.DataDigest;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.plans.SamplingPlan;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A bundle, images to measure it on, and how. Every image gets the answer that the stream would give it, with tasks of a batch each; only its noise key
 * is not drawn but made from seed, sigma and index, so that a measurement can be repeated to the last vote.
 *
 * @param bundle the manifest of the bundle that votes
 * @param images the dataset
 * @param selection which of its images
 * @param plan how an answer is found; its sigma lies in the bundle's range
 * @param seed of the noise keys
 */
public record Measurement(
        BundleManifest bundle, LabelledImages images, Selection selection, SamplingPlan plan, long seed) {

    /** @throws EvaluationException if the bundle is not made for these images or this sigma, or no image is selected */
    public Measurement {
        requireSameInput(bundle, images);
        requireSameClasses(bundle, images);
        if (!bundle.sigma().contains(plan.sigma())) {
            throw new EvaluationException("sigma must be %s to %s, the range that %s was made for, but is %s"
                    .formatted(bundle.sigma().min(), bundle.sigma().max(), bundle.name(), plan.sigma()));
        }
        if (selection.images(images.size()) == 0) {
            throw new EvaluationException(
                    "offset must be at most %d, the last index of %s, but is %d: no image is selected"
                            .formatted(images.size() - 1, images.name(), selection.offset()));
        }
    }

    /** {@return how many images are measured} */
    public int size() {
        return selection.images(images.size());
    }

    /**
     * Looks whether the images can be read, before hours of work begin.
     *
     * @param done how many are measured already, and need not be read any more
     * @throws dev.steadfast.datasets.DatasetException if some cannot; all of them are named
     */
    public void requireReadable(int done) {
        images.requireReadable(
                IntStream.range(done, size()).map(selection::index).toArray());
    }

    /** {@return indices of some of the images, spread over all} */
    public int[] someImages(int most) {
        int count = Math.min(most, size());
        return IntStream.range(0, count)
                .map(i -> selection.index((int) ((long) i * size() / count)))
                .toArray();
    }

    /**
     * What ties a table to this measurement.
     *
     * @param backend of the voter that votes
     */
    public MeasurementDescription describe(String backend) {
        return new MeasurementDescription(
                MeasurementDescription.FORMAT,
                bundle.name() + " " + bundle.version(),
                bundle.digest(),
                backend,
                images.name(),
                DataDigest.of(images, selection.offset()),
                selection.offset(),
                selection.every(),
                size(),
                MeasurementDescription.words(plan),
                plan.sigma(),
                plan.selectionSamples(),
                plan.estimationSamples(),
                plan.alpha(),
                seed);
    }

    /** Is told of each image that was voted on. */
    @FunctionalInterface
    public interface Listener {
        /**
         * An image's result is in the file.
         *
         * @param share of the estimation votes that the chosen class had
         */
        void measured(ImageResult result, VoteShare share);
    }

    /**
     * Measures the images that the file does not hold yet, in order, each written as soon as it is known.
     *
     * @param votes of the bundle; an exception of theirs ends the measurement, which may be taken up again later
     * @param file opened with {@link #describe}'s description
     */
    public void run(Votes votes, ResultFile file, Listener listener) {
        run(votes, file, file.begun().size(), listener);
    }

    /**
     * Measures the images that the file does not hold yet, and before them votes again on the last ones that it holds.
     *
     * @param from how many of those are left out
     * @throws EvaluationException if an image gets another answer than in the file
     */
    public void run(Votes votes, ResultFile file, int from, Listener listener) {
        SmoothedClassifier classifier =
                new SmoothedClassifier(votes, bundle.classes().size(), bundle.batch(), plan);
        for (int i = Math.min(from, file.begun().size()); i < size(); i++) {
            int idx = selection.index(i);
            byte[] image = images.image(idx);
            long start = System.nanoTime();
            var answer = classifier.answer(image, MeasurementKey.of(seed, plan.sigma(), idx));
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            ImageResult result = ImageResult.of(idx, images.label(idx), answer.outcome(), time);
            if (i < file.begun().size()) {
                requireSame(file.begun().get(i), result);
            } else {
                file.append(result);
            }
            listener.measured(result, answer.share());
        }
    }

    private static void requireSame(ImageResult before, ImageResult again) {
        ImageResult asWritten = ResultLine.read(ResultLine.HEADER, ResultLine.write(again));
        ImageResult now = new ImageResult(
                asWritten.idx(),
                asWritten.label(),
                asWritten.predict(),
                asWritten.radius(),
                asWritten.correct(),
                before.time());
        if (!now.equals(before)) {
            throw new EvaluationException(
                    "image %d must get the same answer when it is voted on again, but got class %d with radius %s before, and now %d with %s: the table was changed"
                            .formatted(before.idx(), before.predict(), before.radius(), now.predict(), now.radius()));
        }
    }

    private static void requireSameInput(BundleManifest bundle, LabelledImages images) {
        var input = bundle.input();
        if (input.channels() != images.channels()
                || input.height() != images.height()
                || input.width() != images.width()) {
            throw new EvaluationException(
                    "%s: images must be of %d x %d x %d values, the input of %s, but are of %d x %d x %d"
                            .formatted(
                                    images.name(),
                                    input.channels(),
                                    input.height(),
                                    input.width(),
                                    bundle.name(),
                                    images.channels(),
                                    images.height(),
                                    images.width()));
        }
    }

    private static void requireSameClasses(BundleManifest bundle, LabelledImages images) {
        List<String> expected = bundle.classes();
        List<String> found = images.classes();
        if (expected.size() != found.size()) {
            throw new EvaluationException("%s: classes must be the %d of %s, but are %d"
                    .formatted(images.name(), expected.size(), bundle.name(), found.size()));
        }
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).equals(found.get(i))) {
                throw new EvaluationException("%s: class %d must be '%s', as in %s, but is '%s'"
                        .formatted(images.name(), i, expected.get(i), bundle.name(), found.get(i)));
            }
        }
    }
}
