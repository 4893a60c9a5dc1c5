package dev.steadfast.evaluation.measurement;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.PixelRange;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.PreprocessingPreset;
import dev.steadfast.datasets.LabelledImages;
import dev.steadfast.models.NoisyVoter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A bundle's answers to clean images. A classifier that is given pixels of another range, or colours in another order, than it was trained on
 * runs without a word and guesses; its labels in another order look the same.
 *
 * @param right how many answers are the image's label
 * @param images how many there are
 * @param classes how many labels there are
 * @param better what else might be done to pixel values, and how many answers to some of the images would be right then: the best of the
 *     usual ways; empty where the answers do not look like chance, or those do
 */
public record CleanAnswers(int right, int images, int classes, Optional<Map.Entry<String, Integer>> better) {

    /** Fewer say little. */
    private static final int FEWEST = 30;

    private static final int IN_MEMORY = 256;

    /** Images on which something else is tried. */
    private static final int MOST_TRIED = 128;

    /** Who guesses is right so often, or more often, with a smaller probability than this. */
    private static final double UNLIKELY = 0.001;

    /**
     * Asks.
     *
     * @param voter of the bundle
     * @param indices of the images
     */
    public static CleanAnswers of(NoisyVoter voter, BundleManifest bundle, LabelledImages data, int... indices) {
        int classes = bundle.classes().size();
        int right = right(voter, data, indices, bundle.preprocessing().values());
        Optional<Map.Entry<String, Integer>> better = Optional.empty();
        if (looksLikeChance(right, indices.length, classes)) {
            int[] some = Arrays.stream(indices).limit(MOST_TRIED).toArray();
            better = others().entrySet().stream()
                    .map(other -> Map.entry(other.getKey(), right(voter, data, some, other.getValue())))
                    .max(Map.Entry.comparingByValue())
                    .filter(best -> !looksLikeChance(best.getValue(), some.length, classes));
        }
        return new CleanAnswers(right, indices.length, classes, better);
    }

    private static int right(NoisyVoter voter, LabelledImages data, int[] indices, PixelValues values) {
        int right = 0;
        for (int from = 0; from < indices.length; from += IN_MEMORY) {
            int[] part = Arrays.copyOfRange(indices, from, Math.min(indices.length, from + IN_MEMORY));
            List<byte[]> images =
                    Arrays.stream(part).parallel().mapToObj(data::image).toList();
            int[] answers = voter.cleanAnswers(images, values);
            right += (int) IntStream.range(0, part.length)
                    .filter(i -> answers[i] == data.label(part[i]))
                    .count();
        }
        return right;
    }

    /** The usual ways, as options of {@code bundle create}. */
    private static Map<String, PixelValues> others() {
        Map<String, PixelValues> others = new LinkedHashMap<>();
        PixelValues plain = PixelValues.AS_THEY_ARE;
        others.put("no change of values", plain);
        others.put("--range 0..255", new PixelValues(PixelRange.BYTE, plain.channels(), plain.mean(), plain.std()));
        for (PreprocessingPreset preset : PreprocessingPreset.values()) {
            others.put("the values of --preprocessing " + preset, preset.pixelValues());
        }
        return others;
    }

    /** {@return whether so many right answers may well come of guessing, were all classes equally frequent} */
    static boolean looksLikeChance(int right, int images, int classes) {
        double chance = 1.0 / classes;
        double term = Math.pow(1 - chance, images);
        double below = 0;
        for (int count = 0; count < right; count++) {
            below += term;
            term *= (double) (images - count) / (count + 1) * chance / (1 - chance);
        }
        return images >= FEWEST && 1 - below > UNLIKELY;
    }

    /** {@return what people should look at, if the answers look like chance} */
    public Optional<String> hint() {
        if (!looksLikeChance(right, images, classes)) {
            return Optional.empty();
        }
        String found = "Of %d clean images %d are given their label, as if by chance. ".formatted(images, right);
        return Optional.of(
                found
                        + better.map(best ->
                                        "With %s it would be %d of %d: make the bundle so (steadfast bundle create)."
                                                .formatted(
                                                        best.getKey(), best.getValue(), Math.min(images, MOST_TRIED)))
                                .orElse(
                                        "Are the labels in the order of the logits, and is the preprocessing (range, order of colours, mean) the one that the classifier was trained with?"));
    }

    /** {@return how many are right, for people} */
    public String text() {
        return String.format(
                Locale.ROOT, "%.1f%% of %d clean images are given their label", 100.0 * right / images, images);
    }
}
