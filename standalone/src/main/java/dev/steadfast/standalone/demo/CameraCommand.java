package dev.steadfast.standalone.demo;

import dev.steadfast.standalone.command.Resources;
import dev.steadfast.standalone.command.SettingsOptions;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The demo's cameras alone, for a deployment that runs elsewhere. */
@Command(
        name = "camera",
        description = "Publishes sample images as cameras do, each as fast as it is answered, and prints the answers.",
        mixinStandardHelpOptions = true)
public final class CameraCommand implements Callable<Integer> {

    @Mixin
    private SampleCameraOptions cameras = new SampleCameraOptions();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        cameras.check(spec.commandLine());
        Map<String, String> kafka = options.load().kafka();
        return Resources.closedAtTheEndOf(resources -> {
            DemoRun.start(kafka, new CompletableFuture<>(), cameras, SampleImages.CIFAR10, resources)
                    .show(spec.commandLine().getOut(), SampleImages.CIFAR10.classNames());
            return ExitCode.OK;
        });
    }
}
