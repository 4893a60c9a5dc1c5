package dev.steadfast.standalone.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.bundles.BundleManifest;
import dev.steadfast.bundles.ModelBundle;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what a bundle is. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = "Shows what a bundle is, what it was made of, and what it was measured to certify.")
final class BundleInspectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "B", description = "The bundle: a folder, or a zip archive of one.")
    private Path bundle = Path.of("");

    @Option(
            names = "--json",
            description =
                    "Prints one JSON object: digest, and manifest as bundle.json has it. Weights are not looked at.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(document(BundleManifest.read(bundle)));
        } else {
            try (ModelBundle opened = ModelBundle.open(bundle)) {
                out.println(new BundleSheet(opened.folder(), opened.manifest()).text());
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static String document(BundleManifest manifest) throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode document = mapper.createObjectNode().put("digest", manifest.digest());
        document.set("manifest", mapper.readTree(manifest.json()));
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(document);
    }
}
