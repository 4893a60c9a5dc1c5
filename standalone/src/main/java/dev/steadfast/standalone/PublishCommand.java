package dev.steadfast.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Publishes images as frames of a camera. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description =
                "Publishes images as frames of a camera, and prints each frame's id when Kafka has acknowledged it.",
        footer = {
            "",
            "Exit status: 1 if an image could not be published or, with --wait, was rejected; the others were published all the same.",
            "",
            "Examples:",
            "  steadfast publish --camera door --wait cat.png photos/",
            "  ffmpeg -i video.mp4 -f mjpeg - | steadfast publish --camera door -"
        })
final class PublishCommand implements Callable<Integer> {

    private static final Pattern CAMERA = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--camera",
            paramLabel = "NAME",
            required = true,
            description = "The camera: 1 to 128 characters of A-Z a-z 0-9 . _ -")
    private String camera = "";

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description =
                    "PNG and JPEG files; folders, for all *.png, *.jpg and *.jpeg in them and below, sorted; - for JPEGs one"
                            + " after the other on standard input.")
    private List<String> paths = new ArrayList<>();

    @Mixin
    private FrameOptions frame = new FrameOptions();

    @Option(names = "--wait", description = "Waits for the answers, and prints them.")
    private boolean wait;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "330",
            description = "With --wait: gives up when no answer has come for so long. Default: ${DEFAULT-VALUE}")
    private int timeoutSeconds;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    @Override
    public Integer call() throws InterruptedException {
        check();
        Map<String, String> kafka = settings.load().kafka();
        long failures;
        if (wait) {
            try (AwaitedAnswers answers =
                    AwaitedAnswers.open(kafka, spec.commandLine().getOut())) {
                failures = publish(kafka, answers::expect) + answers.finish(Duration.ofSeconds(timeoutSeconds));
            }
        } else {
            failures = publish(kafka, (frameId, source) -> {});
        }
        return failures == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void check() {
        CommandLine command = spec.commandLine();
        if (!CAMERA.matcher(camera).matches()) {
            throw new ParameterException(
                    command, "--camera: must be 1 to 128 characters of A-Z a-z 0-9 . _ -, was '" + camera + "'");
        }
        if (timeoutSeconds < 1) {
            throw new ParameterException(command, "--timeout: must be at least 1 second, was " + timeoutSeconds);
        }
        frame.check(command);
    }

    /** Returns how many images could not be used. */
    private int publish(Map<String, String> kafka, BiConsumer<String, String> published) throws InterruptedException {
        CommandLine command = spec.commandLine();
        try (Publication publication = new Publication(kafka, camera, frame, command.getOut())) {
            int unusable = new ImageSources(System.in, command.getErr())
                    .each(paths, (source, image) -> published.accept(publication.publish(source, image), source));
            publication.finish();
            return unusable;
        }
    }
}
