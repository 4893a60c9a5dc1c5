package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.MeasuredAccuracy;
import dev.steadfast.evaluation.report.ReportFile;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.Version;
import dev.steadfast.training.run.Recipe;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What a manifest says beside the function itself: options to write it down, which leave the bundle's digest as it is. */
final class BundleNotes {
    /** The note that only Steadfast writes: its version and commit when the bundle was made. */
    private static final String MADE_WITH = "madeWith";

    /** The beginning of the note that says, for a sigma, on which images its row was measured. */
    private static final String MEASURED = "measured.";

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--note",
            paramLabel = "KEY=TEXT",
            description =
                    "A note on where the weights come from, e.g. 'data=CIFAR-10, training images'. It replaces an earlier one of that key; without"
                            + " a text, that is removed. May be repeated.")
    private Map<String, String> notes = new LinkedHashMap<>();

    @Option(
            names = "--recipe",
            paramLabel = "[NAME=]DIR",
            description =
                    "The folder of a training run: its recipe becomes notes, each called NAME.<what>. Default: the name of the folder. May be"
                            + " repeated.")
    private List<String> recipes = new ArrayList<>();

    @Option(
            names = "--accuracy",
            paramLabel = "FILE",
            description =
                    "What 'steadfast report --json FILE' wrote of this bundle's certified accuracy. A row replaces the one of the same sigma."
                            + " May be repeated.")
    private List<Path> reports = new ArrayList<>();

    boolean isEmpty() {
        return notes.isEmpty() && recipes.isEmpty() && reports.isEmpty();
    }

    /** {@return the notes of a bundle that is being made} */
    Map<String, String> firstNotes() {
        Map<String, String> all = new LinkedHashMap<>(Map.of(MADE_WITH, Version.text()));
        return added(all);
    }

    /**
     * {@return the manifest with what was asked for}
     *
     * @throws CommandException if a row was measured with another bundle
     */
    BundleManifest addTo(BundleManifest manifest) {
        Map<String, String> before = new LinkedHashMap<>(manifest.provenance());
        List<MeasuredAccuracy> rows = measured(manifest, before);
        return manifest.annotated(added(before), rows);
    }

    private Map<String, String> added(Map<String, String> before) {
        Map<String, String> all = new LinkedHashMap<>(before);
        for (String run : recipes) {
            int equals = run.indexOf('=');
            Path folder = Path.of(run.substring(equals + 1));
            String name = equals < 0
                    ? String.valueOf(folder.toAbsolutePath().normalize().getFileName())
                    : run.substring(0, equals);
            Recipe.read(folder).values().forEach((what, value) -> all.put(name + "." + what, value));
        }
        notes.forEach((key, text) -> {
            if (key.isBlank() || key.equals(MADE_WITH)) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--note: the key must be a word of yours other than " + MADE_WITH + ", but is \"" + key + "\"");
            }
            if (text.isBlank()) {
                all.remove(key);
            } else {
                all.put(key, text);
            }
        });
        return all;
    }

    /** @param provenance gets a note on how each new row was measured */
    private List<MeasuredAccuracy> measured(BundleManifest manifest, Map<String, String> provenance) {
        String digest = manifest.digest();
        Map<Double, MeasuredAccuracy> bySigma = new LinkedHashMap<>();
        manifest.certifiedAccuracy().forEach(row -> bySigma.put(row.sigma(), row));
        for (Path report : reports) {
            for (ReportFile.Row row : ReportFile.read(report)) {
                if (!row.bundleDigest().equals(digest)) {
                    throw new CommandException(
                            report + ": " + row.label() + " must have been measured with this bundle, of digest "
                                    + digest + ", but was with " + row.bundle() + ", of digest " + row.bundleDigest()
                                    + ": measure this one with 'steadfast certify'");
                }
                bySigma.put(row.accuracy().sigma(), row.accuracy());
                provenance.put(MEASURED + row.accuracy().sigma(), row.measured());
            }
        }
        return bySigma.values().stream()
                .sorted(Comparator.comparingDouble(MeasuredAccuracy::sigma))
                .toList();
    }
}
