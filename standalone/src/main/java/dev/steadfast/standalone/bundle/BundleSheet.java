package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.MeasuredAccuracy;
import dev.steadfast.bundles.ModelFile;
import dev.steadfast.bundles.PixelValues;
import dev.steadfast.bundles.TorchScriptArchive;
import dev.steadfast.bundles.Variant;
import dev.steadfast.evaluation.report.AccuracyReport;
import dev.steadfast.evaluation.report.Grid;
import dev.steadfast.standalone.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A bundle, described for people.
 *
 * @param folder where its files are
 * @param manifest what it says of itself
 */
record BundleSheet(Path folder, BundleManifest manifest) {

    private static final int MOST_CLASSES_SHOWN = 20;

    /** {@return all of it} */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(manifest.name() + " " + manifest.version() + ", " + manifest.task());
        lines.add("");
        lines.add("digest       " + manifest.digest());
        lines.add("input        %d x %d x %d: channels, height, width"
                .formatted(
                        manifest.input().channels(),
                        manifest.input().height(),
                        manifest.input().width()));
        preprocessing().ifPresent(lines::add);
        lines.add("classes      " + classes());
        lines.add("batch        " + manifest.batch() + " images, " + manifest.precision() + " inside");
        lines.add("sigma        " + manifest.sigma().min() + " to "
                + manifest.sigma().max());
        lines.add("classifier   " + file(manifest.classifier()));
        lines.add("denoiser     "
                + manifest.denoiser()
                        .map(denoiser -> file(denoiser.model())
                                + (denoiser.takesSigma()
                                        ? "\n             takes sigma"
                                        : "\n             takes no sigma"))
                        .orElse("none"));
        for (Variant variant : manifest.variants()) {
            lines.add("variant      " + variant.precision() + " inside");
            lines.add("  classifier " + file(variant.classifier()));
            variant.denoiser().ifPresent(file -> lines.add("  denoiser   " + file(file)));
        }
        if (!manifest.goldenLogits().isEmpty()) {
            lines.add("golden       logits of " + manifest.goldenLogits().size()
                    + " known images, the same on every machine");
        }
        lines.add("");
        lines.add(knowledge());
        return String.join("\n", lines);
    }

    /** What is done to pictures, if anything is said of it. */
    private Optional<String> preprocessing() {
        List<String> steps = new ArrayList<>();
        manifest.preprocessing()
                .resize()
                .ifPresent(box -> steps.add("pictures resized to cover %d x %d, %s, and cut"
                        .formatted(box.height(), box.width(), box.interpolation())));
        PixelValues values = manifest.preprocessing().values();
        if (!manifest.preprocessing().leavesValues()) {
            steps.add("values %s, %s, less %s, over %s"
                    .formatted(values.range(), values.channels(), values.mean(), values.std()));
        }
        return steps.isEmpty()
                ? Optional.empty()
                : Optional.of("preprocessed " + String.join("\n             ", steps));
    }

    /** {@return what is known beside the function: provenance and measurements} */
    String knowledge() {
        List<String> lines = new ArrayList<>(List.of("Provenance"));
        manifest.provenance().forEach((key, text) -> lines.add("  " + key + ": " + text));
        lines.add("");
        if (manifest.certifiedAccuracy().isEmpty()) {
            lines.add("Certified accuracy: not measured");
        } else {
            lines.add(
                    "Certified accuracy: percent of the images that were right and certified at that L2 radius or beyond");
            grid().text().lines().map(line -> "  " + line).forEach(lines::add);
        }
        return String.join("\n", lines);
    }

    private String classes() {
        List<String> classes = manifest.classes();
        String shown = classes.stream().limit(MOST_CLASSES_SHOWN).collect(Collectors.joining(", "));
        return classes.size() + ": " + shown + (classes.size() > MOST_CLASSES_SHOWN ? ", ..." : "");
    }

    private String file(ModelFile model) {
        Path file = folder.resolve(model.file());
        try {
            String values = TorchScriptArchive.values(file).entrySet().stream()
                    .map(type -> String.format(Locale.ROOT, "%,d %s", type.getValue(), type.getKey()))
                    .collect(Collectors.joining(", "));
            return String.format(
                    Locale.ROOT,
                    "%s, %,d bytes%s%n             SHA-256 %s",
                    model.file(),
                    Files.size(file),
                    values.isEmpty() ? ", no weights" : "; weights: " + values,
                    model.sha256());
        } catch (IOException e) {
            throw new CommandException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Grid grid() {
        SortedSet<Double> radii = new TreeSet<>();
        manifest.certifiedAccuracy()
                .forEach(row -> radii.addAll(row.percentByRadius().keySet()));
        List<String> header = new ArrayList<>(List.of("sigma"));
        radii.forEach(radius -> header.add(AccuracyReport.shown(radius)));
        header.addAll(List.of("abstained", "images", "n0", "n", "alpha"));
        List<List<String>> rows = new ArrayList<>(List.of(header));
        for (MeasuredAccuracy measured : manifest.certifiedAccuracy()) {
            List<String> row = new ArrayList<>(List.of(String.valueOf(measured.sigma())));
            radii.forEach(radius -> row.add(
                    measured.percentByRadius().containsKey(radius)
                            ? String.valueOf(measured.percentByRadius().get(radius))
                            : ""));
            row.add(String.valueOf(measured.abstainedPercent()));
            row.add(String.valueOf(measured.images()));
            row.add(String.valueOf(measured.n0()));
            row.add(String.valueOf(measured.n()));
            row.add(String.valueOf(measured.alpha()));
            rows.add(row);
        }
        return new Grid(rows);
    }
}
