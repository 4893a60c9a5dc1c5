package dev.steadfast.standalone.demo;

import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The demo's cameras alone, for a deployment that runs elsewhere. */
@Command(
        name = "camera",
        description = "Publishes sample images as cameras do, each as fast as it is answered, and prints the answers.",
        mixinStandardHelpOptions = true)
public final class CameraCommand implements Callable<Integer> {

    @Option(
            names = "--cameras",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Cameras, named sample-1 and so on. Of several, the last one's lens steams up from time to time.")
    private int cameras;

    @Option(names = "--frames", paramLabel = "N", description = "End after N answers, rejections included.")
    private @Nullable Integer frames;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (cameras < 1 || cameras > DemoCommand.MOST_CAMERAS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--cameras: must be from 1 to %d, was %d".formatted(DemoCommand.MOST_CAMERAS, cameras));
        }
        if (frames != null && frames < 1) {
            throw new ParameterException(spec.commandLine(), "--frames: must be at least 1, was " + frames);
        }
        Map<String, String> kafka = options.load().kafka();
        int wanted = frames == null ? Integer.MAX_VALUE : frames;
        return Resources.closedAtTheEndOf(resources -> {
            DemoRun.start(kafka, new CompletableFuture<>(), cameras, wanted, resources)
                    .show(spec.commandLine().getOut());
            return ExitCode.OK;
        });
    }
}
