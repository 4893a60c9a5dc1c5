package dev.steadfast.standalone.publish;

import dev.steadfast.settings.Settings;
import dev.steadfast.standalone.camera.ImageFeed;
import dev.steadfast.standalone.camera.SourceException;
import dev.steadfast.standalone.camera.SourceImage;
import dev.steadfast.standalone.camera.ThinnedSource;
import dev.steadfast.standalone.command.KafkaClients;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.command.SignalledStop;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
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
import picocli.CommandLine.Spec;

/** Publishes images as frames of a camera. */
@Command(
        name = "publish",
        mixinStandardHelpOptions = true,
        description = {
            "Publishes images as frames of a camera, and prints each frame's id when Kafka has acknowledged it.",
            "",
            "A stream, a camera or a watched folder goes on until it ends or Ctrl-C; then what was sent is acknowledged, and counted."
        },
        footer = {
            "",
            "Exit status: 1 if an image could not be published or, with --wait, was rejected; the others were published all the same.",
            "",
            "Examples:",
            "  steadfast publish --camera door --wait cat.png photos/",
            "  steadfast publish --camera door --fps 5 --latest http://door.local/video.mjpeg",
            "  steadfast publish --camera door --watch incoming/",
            "  ffmpeg -i rtsp://door.local/stream -f mjpeg - | steadfast publish --camera door -"
        })
public final class PublishCommand implements Callable<Integer> {

    private static final Pattern CAMERA = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** With --latest: so few frames under way that the newest does not wait long, and so many that Kafka's answers need not be waited for. */
    private static final int LATEST_WINDOW = 4;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--camera",
            paramLabel = "NAME",
            required = true,
            description = "The camera: 1 to 128 characters of A-Z a-z 0-9 . _ -")
    private String camera = "";

    @Mixin
    private SourceOptions source = new SourceOptions();

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
        Settings loaded = settings.load();
        Map<String, String> kafka = loaded.kafka();
        PrintWriter err = spec.commandLine().getErr();
        err.printf("Publishing as camera %s to Kafka at %s ...%n", camera, KafkaClients.brokers(kafka));
        err.flush();
        long failures;
        if (wait) {
            Instant begun = Instant.now();
            try (AwaitedAnswers answers = AwaitedAnswers.open(
                    kafka, () -> services(loaded, begun), spec.commandLine().getOut(), err)) {
                failures = publish(kafka, answers::expect) + answers.finish(Duration.ofSeconds(timeoutSeconds));
            }
        } else {
            failures = publish(kafka, (frameId, origin) -> {});
        }
        return failures == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static String services(Settings settings, Instant begun) {
        try (AnsweringServices services = AnsweringServices.of(settings)) {
            return services.describe(begun);
        }
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
        source.check(command);
        frame.check(command);
    }

    /** Returns how many images could not be used. */
    private long publish(Map<String, String> kafka, BiConsumer<String, String> published) throws InterruptedException {
        CommandLine command = spec.commandLine();
        PrintWriter err = command.getErr();
        int window = source.latest() ? LATEST_WINDOW : Publication.WINDOW;
        try (ThinnedSource images = source.open(System.in, err, command);
                Publication publication = new Publication(kafka, camera, frame, window, command.getOut());
                ImageFeed feed = ImageFeed.start(images, source.latest(), err::println)) {
            SignalledStop.during(
                    () -> {
                        try {
                            send(feed, publication, published);
                        } finally {
                            if (source.isEndless()) {
                                err.printf(
                                        "%s: %,d published, %,d thinned, %,d dropped as late, %,d unusable%n",
                                        camera,
                                        publication.acknowledged(),
                                        images.thinned(),
                                        feed.late(),
                                        feed.unusable());
                                err.flush();
                            }
                        }
                    },
                    feed::stop);
            return feed.unusable();
        }
    }

    /** Sends what comes, and waits until it is acknowledged, also where the source fails in the end. */
    private static void send(ImageFeed feed, Publication publication, BiConsumer<String, String> published)
            throws InterruptedException {
        try {
            for (Optional<SourceImage> next = feed.take(); next.isPresent(); next = feed.take()) {
                SourceImage image = next.get();
                published.accept(publication.publish(image.origin(), image.image()), image.origin());
            }
        } catch (SourceException e) {
            publication.finish();
            throw e;
        }
        publication.finish();
    }
}
