package dev.steadfast.standalone.bundle;

import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.standalone.command.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds to a manifest what is known of a bundle. */
@Command(
        name = "annotate",
        mixinStandardHelpOptions = true,
        description = {
            "Writes into a bundle's manifest what it was measured to certify, and notes on where it comes from.",
            "",
            "Weights are not touched and the digest stays as it is: votes, tables and running streams are not affected."
        },
        footer = {
            "",
            "Example:",
            "  steadfast certify --bundle my-pets --data pets --sigma 0.25 --samples 10000 --out r25.tsv",
            "  steadfast report r25.tsv --json r25.json",
            "  steadfast bundle annotate my-pets --accuracy r25.json --note 'certifiedAccuracy=All test images.'"
        })
final class BundleAnnotateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "DIR", description = "The bundle's folder.")
    private Path bundle = Path.of("");

    @Mixin
    private BundleNotes notes = new BundleNotes();

    @Override
    public Integer call() {
        if (notes.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing: --accuracy, --note or --recipe");
        }
        if (Files.isRegularFile(bundle)) {
            throw new CommandException(bundle + " must be the folder of a bundle, but is a file: unpack it first");
        }
        BundleManifest manifest = notes.addTo(BundleManifest.read(bundle));
        try {
            manifest.write(bundle);
        } catch (IOException e) {
            throw new CommandException(bundle + " cannot be written: " + e, e);
        }
        spec.commandLine().getOut().println(new BundleSheet(bundle, manifest).knowledge());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
