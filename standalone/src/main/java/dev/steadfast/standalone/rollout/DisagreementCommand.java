package dev.steadfast.standalone.rollout;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.standalone.command.CommandException;
import dev.steadfast.standalone.command.SettingsOptions;
import dev.steadfast.standalone.watch.TopicReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares a bundle on trial with the one that answers. */
@Command(
        name = "disagreement",
        description =
                "Compares a bundle that shadows another one with the one that answers, frame by frame: from the topics"
                        + " shadow-predictions and certified-predictions.",
        mixinStandardHelpOptions = true)
public final class DisagreementCommand implements Callable<Integer> {

    private static final String COLUMNS =
            "camera\tframe\tkind\tanswer_bundle\tanswer\tanswer_certified\tanswer_radius\tanswer_right"
                    + "\ttrial_bundle\ttrial\ttrial_certified\ttrial_radius\ttrial_right";

    /** More than the statistics take. */
    private static final int MOST = 10_000_000;

    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");
    private static final Map<String, Long> SECONDS = Map.of("s", 1L, "m", 60L, "h", 3600L, "d", 86_400L);

    @Mixin
    private SettingsOptions options = new SettingsOptions();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "From when on: so long ago, 30m, 1h or 7d, or an instant, 2026-11-23T06:00:00Z. Default:"
                    + " ${DEFAULT-VALUE}")
    private String since = "1d";

    @Option(names = "--camera", paramLabel = "ID", description = "Only this camera's frames; may be repeated.")
    private List<String> cameras = new ArrayList<>();

    @Option(
            names = "--list",
            paramLabel = "N",
            description = "Frames to name on which the classes differ. Default: ${DEFAULT-VALUE}")
    private int list = 10;

    @Option(
            names = "--most",
            paramLabel = "N",
            description = "Frames to compare at most, of about a kilobyte of memory each. Default: ${DEFAULT-VALUE}")
    private int most = 200_000;

    @Option(names = "--json", description = "Prints one JSON object.")
    private boolean json;

    @Option(names = "--out", paramLabel = "FILE", description = "Also writes a line for each frame, with tabs between.")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        requireOptions();
        Instant from = from(Instant.now().truncatedTo(ChronoUnit.SECONDS));
        TrialReader.Found found;
        try (TopicReader reader = new TopicReader(options.load().kafka())) {
            found = new TrialReader(reader, camera -> cameras.isEmpty() || cameras.contains(camera), most).find(from);
        }
        if (out != null) {
            write(out, found.pairs());
        }
        PrintWriter writer = spec.commandLine().getOut();
        writer.print(json ? json(from, found) + System.lineSeparator() : text(from, found));
        writer.flush();
        return 0;
    }

    private void requireOptions() {
        if (list < 0) {
            throw new ParameterException(spec.commandLine(), "--list: must be 0 or more, was " + list);
        }
        if (most < 1 || most > MOST) {
            throw new ParameterException(
                    spec.commandLine(), "--most: must be from 1 to %d, was %d".formatted(MOST, most));
        }
    }

    private Instant from(Instant now) {
        Matcher ago = AGO.matcher(since);
        try {
            return ago.matches()
                    ? now.minusSeconds(Long.parseLong(ago.group(1)) * SECONDS.getOrDefault(ago.group(2), 1L))
                    : Instant.parse(since);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--since: must be a time ago such as 30m, 1h or 7d, or an instant such as 2026-11-23T06:00:00Z, was '%s'"
                            .formatted(since),
                    e);
        }
    }

    private String text(Instant from, TrialReader.Found found) {
        if (found.pairs().isEmpty() && found.unanswered() == 0) {
            return "No bundle was on trial since %s: a route with a shadow puts one there (docs/how-to/roll-out-a-bundle.md).%n"
                    .formatted(from);
        }
        StringBuilder text = new StringBuilder("%d frames since %s%s.%n%n"
                .formatted(
                        found.pairs().size(),
                        from,
                        found.unanswered() == 0
                                ? ""
                                : "; %d more whose answer was not found".formatted(found.unanswered())));
        for (Disagreement report : Disagreement.of(found.pairs())) {
            text.append(DisagreementText.of(report, list)).append(System.lineSeparator());
        }
        return text.toString();
    }

    private static String json(Instant from, TrialReader.Found found) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        root.put("since", from.toString());
        root.put("frames", found.pairs().size());
        root.put("unanswered", found.unanswered());
        ArrayNode reports = root.putArray("comparisons");
        for (Disagreement report : Disagreement.of(found.pairs())) {
            ObjectNode node = reports.addObject();
            node.put("answering", report.answering());
            node.put("onTrial", report.onTrial());
            ObjectNode counts = node.putObject("frames");
            report.counts().forEach((kind, count) -> counts.put(word(kind), count));
            shares(node.putObject("decided"), report.decided());
            shares(node.putObject("certified"), report.certified());
            shares(node.putObject("certifiedAndRight"), report.certifiedAndRight());
        }
        return root.toString();
    }

    private static void shares(ObjectNode node, PairedShares shares) {
        node.put("frames", shares.frames());
        node.put("answering", shares.answer());
        node.put("onTrial", shares.trial());
        node.put("onlyAnswering", shares.onlyAnswer());
        node.put("probability", shares.probability());
    }

    private static void write(Path file, List<TrialPair> pairs) {
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(COLUMNS + "\n");
            for (TrialPair pair : pairs) {
                writer.write(String.join(
                        "\t",
                        pair.answer().cameraId(),
                        pair.answer().frameId(),
                        word(pair.kind()),
                        columns(pair.answer()),
                        columns(pair.trial()) + "\n"));
            }
        } catch (IOException e) {
            throw new CommandException("--out: %s cannot be written: %s".formatted(file, e), e);
        }
    }

    private static String columns(TrialAnswer answer) {
        return String.join(
                "\t",
                answer.bundle(),
                answer.className() == null ? "" : answer.className(),
                String.valueOf(answer.certified()),
                String.valueOf(answer.radius()),
                answer.right().map(String::valueOf).orElse(""));
    }

    private static String word(Enum<?> kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
