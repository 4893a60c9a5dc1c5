package dev.steadfast.standalone.watch;

import dev.steadfast.standalone.command.DurationConverter;
import dev.steadfast.standalone.command.KafkaClients;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.watch.PredictionFeed.Start;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows predictions and rejections as they are made. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description = {
            "Shows predictions and rejected frames as they are made, a line each, until it is stopped.",
            "",
            "\"stable within R\": no change of the image by less than R (L2, pixels in [0, 1]) changes the answer, with confidence"
                    + " 1 - alpha. It does not say that the answer is right. R is rounded down."
        },
        footer = {
            "",
            "Examples:",
            "  steadfast watch --camera door",
            "  steadfast watch --since 10m",
            "  steadfast watch --json --from-beginning --max 100"
        })
public final class WatchCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--camera", paramLabel = "NAME", description = "Only this camera's.")
    private @Nullable String camera;

    @Option(names = "--json", description = "One JSON object a line, as on the gateway's live stream.")
    private boolean json;

    @ArgGroup(validate = true)
    private From from = new From();

    @Option(names = "--max", paramLabel = "N", description = "Ends after N lines.")
    private long max = Long.MAX_VALUE;

    @Mixin
    private SettingsOptions settings = new SettingsOptions();

    /** Where to begin: with what comes from now on, unless an option says otherwise. */
    private static final class From {

        @Option(
                names = "--since",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description =
                        "Begins with the answers of the last TIME, such as 10m. Of one camera they come in order, of several they do not.")
        private @Nullable Duration since;

        @Option(
                names = "--from-beginning",
                description = "Begins with the oldest answers that Kafka still has; in order as with --since.")
        private boolean fromBeginning;

        Start start() {
            if (since != null) {
                return new Start.Since(Instant.now().minus(since));
            }
            return fromBeginning ? new Start.Oldest() : new Start.Now();
        }

        @Override
        public String toString() {
            if (since != null || fromBeginning) {
                return "those of before first";
            }
            return "from now on (--since 10m looks back)";
        }
    }

    @Override
    public Integer call() {
        if (max < 1) {
            throw new ParameterException(spec.commandLine(), "--max: must be at least 1, was " + max);
        }
        Map<String, String> kafka = settings.load().kafka();
        say("Asking Kafka at %s for predictions ...", KafkaClients.brokers(kafka));
        try (PredictionFeed feed = PredictionFeed.open(kafka, from.start())) {
            say("Watching them, %s. Ctrl-C ends it.", from);
            show(feed);
            return ExitCode.OK;
        }
    }

    /** What no program reads. */
    private void say(String text, Object value) {
        if (!json) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(text.formatted(value));
            err.flush();
        }
    }

    private void show(PredictionFeed feed) {
        PrintWriter out = spec.commandLine().getOut();
        PredictionLine line = PredictionLine.forStandardOutput();
        Function<Answer, String> text = json ? answer -> AnswerJson.of(answer).toString() : line::of;
        long left = max;
        while (left > 0 && !out.checkError()) { // nobody reads it any more, as after `| head`
            for (Answer answer : feed.poll(POLL)) {
                if (left > 0 && wanted(answer)) {
                    out.println(text.apply(answer));
                    left--;
                }
            }
        }
    }

    private boolean wanted(Answer answer) {
        return camera == null || answer.cameraId().equals(Optional.of(camera));
    }
}
