package dev.steadfast.standalone.letters;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.avro.DeadLetter;
import dev.steadfast.schemas.RecordBytes;
import dev.steadfast.standalone.command.DurationConverter;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.watch.PredictionLine;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows dead letters. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "Shows the dead letters that Kafka still has, a line each: when, where the record lay, who gave up, why.")
final class LettersListCommand implements Callable<Integer> {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Those of the last TIME, such as 10m. Default: all.")
    private @Nullable Duration since;

    @Option(names = "--json", description = "One JSON object a line, with the record itself: key and value in Base64.")
    private boolean json;

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        AtomicLong count = new AtomicLong();
        LetterReader.read(options.load().kafka(), since, letter -> {
            count.incrementAndGet();
            out.println(json ? json(letter) : line(letter));
            out.flush();
        });
        if (!json) {
            out.println(count.get() == 0 ? "No dead letters." : count.get() + " in all.");
            out.flush();
        }
        return ExitCode.OK;
    }

    private static String line(DeadLetter letter) {
        return "%s  %s  %s  %s  %s"
                .formatted(
                        letter.getOccurredAt(),
                        LetterReader.source(letter),
                        letter.getReason(),
                        letter.getComponent(),
                        // of a record that somebody else wrote: nothing in it may move the cursor
                        PredictionLine.printable(letter.getMessage()));
    }

    private static String json(DeadLetter letter) {
        ObjectNode object = MAPPER.createObjectNode()
                .put("source", LetterReader.source(letter))
                .put("reason", letter.getReason())
                .put("message", letter.getMessage())
                .put("component", letter.getComponent())
                .put("deliveries", letter.getDeliveries())
                .put("occurredAt", letter.getOccurredAt().toString());
        object.put("key", base64(letter.getKey()));
        object.put("value", base64(letter.getValue()));
        return object.toString();
    }

    private static @Nullable String base64(@Nullable ByteBuffer bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(RecordBytes.copy(bytes));
    }
}
