package dev.steadfast.standalone.letters;

import dev.steadfast.avro.DeadLetter;
import dev.steadfast.schemas.RecordBytes;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.KafkaClients;
import dev.steadfast.standalone.command.SettingsOptions;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives dead letters again. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the records of dead letters to the topics where they lay, as they were: once what was wrong is put right.",
            "",
            "No answer can change by it, and no vote counts twice: a frame is answered once, and of each task the first votes count. A frame whose deadline has"
                    + " passed has its answer. The letters stay until their retention takes them."
        },
        footer = {
            "",
            "Exit status: 1 if a letter that was named is not there, or a record could not be written.",
            "",
            "Examples:",
            "  steadfast dead-letters replay votes-3@120",
            "  steadfast dead-letters replay --reason UNKNOWN_SCHEMA"
        })
final class LettersReplayCommand implements Callable<Integer> {

    private static final Duration CLOSE = Duration.ofSeconds(5);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @ArgGroup(multiplicity = "1")
    private Which which = new Which();

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    /** Which letters. */
    private static final class Which {
        @Parameters(
                paramLabel = "SOURCE",
                arity = "1..*",
                description = "Letters by where their record lay, as `list` shows it: TOPIC-PARTITION@OFFSET")
        private List<String> sources = new ArrayList<>();

        @Option(names = "--reason", paramLabel = "REASON", required = true, description = "All that have this reason.")
        private @Nullable String reason;

        @Option(names = "--all", required = true, description = "All there are.")
        private boolean all;

        boolean has(DeadLetter letter) {
            return all || letter.getReason().equals(reason) || sources.contains(LetterReader.source(letter));
        }
    }

    @Override
    public Integer call() {
        Map<String, String> kafka = options.load().kafka();
        Map<String, Object> values = new HashMap<>(kafka);
        values.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "10000");
        values.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        PrintWriter out = spec.commandLine().getOut();
        Set<String> given = new LinkedHashSet<>();
        KafkaProducer<byte[], byte[]> producer = KafkaClients.create(
                () -> new KafkaProducer<>(values, new ByteArraySerializer(), new ByteArraySerializer()));
        try {
            LetterReader.read(kafka, null, letter -> {
                String source = LetterReader.source(letter);
                if (which.has(letter) && given.add(source)) { // a record that failed again has another letter
                    give(producer, letter);
                    out.println("given again  " + source);
                    out.flush();
                }
            });
        } finally {
            producer.close(CLOSE);
        }
        List<String> missing =
                which.sources.stream().filter(source -> !given.contains(source)).toList();
        if (!missing.isEmpty()) {
            throw new CommandException("no dead letter for %s: `steadfast dead-letters list` shows those there are"
                    .formatted(String.join(", ", missing)));
        }
        out.println(given.isEmpty() ? "No dead letter matches." : given.size() + " in all.");
        out.flush();
        return ExitCode.OK;
    }

    private static void give(KafkaProducer<byte[], byte[]> producer, DeadLetter letter) {
        try {
            producer.send(new ProducerRecord<>(
                            letter.getSourceTopic(),
                            letter.getSourcePartition(),
                            bytes(letter.getKey()),
                            bytes(letter.getValue())))
                    .get();
        } catch (ExecutionException e) {
            throw new CommandException(
                    "%s could not be written: %s".formatted(LetterReader.source(letter), e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted", e);
        }
    }

    private static byte @Nullable [] bytes(@Nullable ByteBuffer field) {
        return field == null ? null : RecordBytes.copy(field);
    }
}
