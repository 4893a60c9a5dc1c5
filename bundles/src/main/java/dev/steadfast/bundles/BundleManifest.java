package dev.steadfast.bundles;

import dev.steadfast.files.WholeFile;
import dev.steadfast.images.Canonicaliser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code bundle.json} says. Immutable; the constructor checks every rule, so that a manifest in hand is a valid one.
 *
 * @param format version of the manifest format: 1
 * @param name a plain name, e.g. {@code cifar10}
 * @param version a plain name, e.g. {@code 1.0.0}
 * @param task {@code image-classification}
 * @param input shape of the images
 * @param preprocessing what is done to pictures in front of the classifier
 * @param classes labels in the order of the logits, at least 2, all different
 * @param batch images in every forward pass, 1 to 65,536; fixed, because arithmetic may depend on the shape of a batch
 * @param precision the arithmetic inside the networks, e.g. {@code bf16} or {@code fp32}; input and logits are always fp32
 * @param classifier the classifier's TorchScript file
 * @param denoiser the denoiser in front of it; empty for a classifier that was itself trained on noisy images
 * @param sigma the noise levels that the networks were trained for
 * @param variants the networks in other precisions, of which a machine may take the one that is fastest there; may be empty
 * @param goldenLogits of known images, if all networks are of integers: what every machine must compute; may be empty
 * @param provenance where the weights come from, free text by topic
 * @param certifiedAccuracy what was measured; may be empty
 */
public record BundleManifest(
        int format,
        String name,
        String version,
        String task,
        InputShape input,
        Preprocessing preprocessing,
        List<String> classes,
        int batch,
        String precision,
        ModelFile classifier,
        Optional<Denoiser> denoiser,
        SigmaRange sigma,
        List<Variant> variants,
        List<GoldenLogits> goldenLogits,
        Map<String, String> provenance,
        List<MeasuredAccuracy> certifiedAccuracy) {

    /** The manifest's place in a bundle. */
    public static final String FILE_NAME = "bundle.json";

    /** The manifest format of this version. */
    public static final int FORMAT = 1;

    /** The one task of format 1: an image in, one label out. */
    public static final String IMAGE_CLASSIFICATION = "image-classification";

    private static final int MOST_GOLDEN_LOGITS = 64;

    /**
     * A manifest without preprocessing, variants and golden logits.
     *
     * @throws IllegalArgumentException if a value breaks its rule; the message names key, rule and value
     */
    public BundleManifest(
            int format,
            String name,
            String version,
            String task,
            InputShape input,
            List<String> classes,
            int batch,
            String precision,
            ModelFile classifier,
            Optional<Denoiser> denoiser,
            SigmaRange sigma,
            Map<String, String> provenance,
            List<MeasuredAccuracy> certifiedAccuracy) {
        this(
                format,
                name,
                version,
                task,
                input,
                Preprocessing.NONE,
                classes,
                batch,
                precision,
                classifier,
                denoiser,
                sigma,
                List.of(),
                List.of(),
                provenance,
                certifiedAccuracy);
    }

    /** @throws IllegalArgumentException if a value breaks its rule; the message names key, rule and value */
    public BundleManifest {
        Rules.check(format == FORMAT, "format", String.valueOf(FORMAT), format);
        Rules.checkPlainName("name", name);
        Rules.checkPlainName("version", version);
        Rules.check(task.equals(IMAGE_CLASSIFICATION), "task", "\"" + IMAGE_CLASSIFICATION + "\"", task);
        preprocessing.canonicaliser(input); // or the box is smaller than the input
        classes = List.copyOf(classes);
        Rules.check(classes.size() >= 2, "classes", "at least 2 labels", classes);
        Rules.checkDifferent("classes", classes);
        classes.forEach(label -> Rules.checkLine("classes", label));
        Rules.checkRange("batch", batch, 1, 1 << 16);
        Rules.checkPlainName("precision", precision);
        variants = List.copyOf(variants);
        Variant.check(variants, precision, denoiser.isPresent());
        goldenLogits = List.copyOf(goldenLogits);
        Rules.check(
                variants.isEmpty() || goldenLogits.isEmpty(),
                "variants",
                "none where there are goldenLogits, which all machines must compute",
                variants);
        Rules.checkRange("goldenLogits", goldenLogits.size(), 0, MOST_GOLDEN_LOGITS);
        for (GoldenLogits row : goldenLogits) {
            Rules.check(
                    row.logits().size() == classes.size(),
                    "goldenLogits.logits",
                    "a logit for each of " + classes.size() + " classes",
                    row.logits());
        }
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
        certifiedAccuracy = List.copyOf(certifiedAccuracy);
    }

    /**
     * Reads the manifest of a bundle, and nothing else: weights are neither read nor checked.
     *
     * @param folderOrZip the bundle's folder, or a zip archive of its files
     * @throws BundleException if there is no bundle, or its manifest is bad
     */
    public static BundleManifest read(Path folderOrZip) {
        try (BundleSource source = BundleSource.at(folderOrZip)) {
            return source.manifest();
        }
    }

    /**
     * Writes this manifest as {@code bundle.json}, replacing an earlier one at once: a reader sees one or the other.
     *
     * @param folder an existing folder
     * @throws IOException if the file cannot be written; an earlier one is left as it was
     */
    public void write(Path folder) throws IOException {
        WholeFile.write(folder.resolve(FILE_NAME), json());
    }

    /** {@return the text of {@code bundle.json}} */
    public String json() {
        return ManifestJson.write(this);
    }

    /**
     * {@return this manifest with another account of where it comes from and what it was measured to do; its digest is the same}
     *
     * @param notes the provenance
     * @param measured the certified accuracy
     */
    public BundleManifest annotated(Map<String, String> notes, List<MeasuredAccuracy> measured) {
        return with(preprocessing, variants, goldenLogits, notes, measured);
    }

    /** {@return this manifest with the networks in other precisions, which are part of its digest} */
    public BundleManifest withVariants(List<Variant> others) {
        return with(preprocessing, others, goldenLogits, provenance, certifiedAccuracy);
    }

    /** {@return this manifest with these golden logits, which are part of its digest} */
    public BundleManifest withGoldenLogits(List<GoldenLogits> rows) {
        return with(preprocessing, variants, rows, provenance, certifiedAccuracy);
    }

    /** {@return this manifest with this preprocessing, which is part of its digest} */
    public BundleManifest withPreprocessing(Preprocessing steps) {
        return with(steps, variants, goldenLogits, provenance, certifiedAccuracy);
    }

    /** {@return what makes a certified input of a picture} */
    public Canonicaliser canonicaliser() {
        return preprocessing.canonicaliser(input);
    }

    private BundleManifest with(
            Preprocessing steps,
            List<Variant> others,
            List<GoldenLogits> rows,
            Map<String, String> notes,
            List<MeasuredAccuracy> measured) {
        return new BundleManifest(
                format,
                name,
                version,
                task,
                input,
                steps,
                classes,
                batch,
                precision,
                classifier,
                denoiser,
                sigma,
                others,
                rows,
                notes,
                measured);
    }

    /** {@return a manifest of a variant's networks alone; its digest is another} */
    BundleManifest of(Variant variant) {
        return new BundleManifest(
                format,
                name,
                version,
                task,
                input,
                preprocessing,
                classes,
                batch,
                variant.precision(),
                variant.classifier(),
                denoiser.flatMap(own -> variant.denoiser().map(file -> new Denoiser(file, own.takesSigma()))),
                sigma,
                List.of(),
                List.of(),
                provenance,
                certifiedAccuracy);
    }

    /** {@return every network's file} */
    List<ModelFile> files() {
        List<ModelFile> files = new ArrayList<>(List.of(classifier));
        denoiser.map(Denoiser::model).ifPresent(files::add);
        variants.forEach(variant -> files.addAll(variant.files()));
        return files;
    }

    /**
     * The identity of the function that the bundle computes, which travels with every task and vote: votes of different
     * digests are never counted together. It is the lower-case hexadecimal SHA-256 of this UTF-8 text, each line ended by a
     * line feed:
     *
     * <pre>{@code
     * steadfast-bundle 1
     * input 3 32 32
     * batch 125
     * precision bf16
     * class airplane
     * class automobile
     * classifier <sha256>
     * denoiser <sha256> takesSigma=true
     * }</pre>
     *
     * <p>with a {@code class} line for each label, in order, and {@code denoiser none} where there is none; behind them a line for each variant, {@code variant fp32 classifier <sha256> denoiser <sha256>};
     * for each of the golden logits a line {@code golden} with the bits of its
     * sigma in 16 hexadecimal digits and the logits; and lines {@code resize} and {@code values}, as {@link Resize#line} and {@link
     * PixelValues#line} make them, for what of the preprocessing is not that of {@link Preprocessing#NONE}. Names, the range
     * of sigma, provenance and measured tables leave the digest as it is.
     */
    public String digest() {
        StringBuilder text = new StringBuilder();
        text.append("steadfast-bundle ").append(format).append('\n');
        text.append("input ").append(input.channels()).append(' ');
        text.append(input.height()).append(' ').append(input.width()).append('\n');
        text.append("batch ").append(batch).append('\n');
        text.append("precision ").append(precision).append('\n');
        classes.forEach(label -> text.append("class ").append(label).append('\n'));
        text.append("classifier ").append(classifier.sha256()).append('\n');
        text.append("denoiser ")
                .append(denoiser.map(d -> d.model().sha256() + " takesSigma=" + d.takesSigma())
                        .orElse("none"))
                .append('\n');
        variants.forEach(variant -> text.append(variant.line()));
        goldenLogits.forEach(row -> text.append(row.line()));
        text.append(preprocessing.lines());
        return Sha256.of(text.toString());
    }
}
