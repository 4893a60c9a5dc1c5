package dev.steadfast.standalone.watch;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.avro.Outcome;
import dev.steadfast.avro.PlanKind;
import dev.steadfast.avro.RejectedFrame;
import dev.steadfast.schemas.ClassNames;
import dev.steadfast.smoothing.bounds.Rounding;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Answers as lines for people: time, camera, answer, what is known about it, votes, the truth where it is known, and the frame's id.
 *
 * <p>A prediction names the classes that had votes. The truth may be another, whose name is known if an earlier prediction of the same
 * bundle had it, or whoever made this object has told it.
 *
 * <p>Threading notes: for one thread.
 */
public final class PredictionLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int RADIUS_DECIMALS = 3;
    private static final String SAME = "\u2713";
    private static final String OTHER = "\u2717";

    private final ZoneId zone;
    private final Ansi ansi;
    private final Charset charset;
    private final Map<Integer, String> told;
    private final Map<String, Map<Integer, String>> namesByBundle = new HashMap<>();

    /**
     * @param zone in which the time is shown
     * @param ansi whether to use colours
     * @param charset what the reader's terminal understands
     * @param told names of classes, where they are known
     */
    PredictionLine(ZoneId zone, Ansi ansi, Charset charset, Map<Integer, String> told) {
        this.zone = zone;
        this.ansi = ansi;
        this.charset = charset;
        this.told = Map.copyOf(told);
    }

    /** Lines for standard output, with colours if that is a terminal. */
    public static PredictionLine forStandardOutput() {
        return forStandardOutput(Map.of());
    }

    /**
     * As {@link #forStandardOutput()}.
     *
     * @param told names of classes by their indices, where all answers are of one bundle whose names are known
     */
    public static PredictionLine forStandardOutput(Map<Integer, String> told) {
        Charset charset = Optional.ofNullable(System.getProperty("sun.stdout.encoding"))
                .map(Charset::forName)
                .orElseGet(Charset::defaultCharset);
        return new PredictionLine(ZoneId.systemDefault(), Ansi.AUTO, charset, told);
    }

    /** The line, without its end. Every radius is rounded down. */
    public String of(Answer answer) {
        if (answer instanceof Answer.Predicted predicted) {
            return predicted(predicted.prediction());
        }
        return rejected(((Answer.Rejected) answer).rejection());
    }

    private String predicted(CertifiedPrediction prediction) {
        rememberNames(prediction);
        boolean abstained = prediction.getOutcome() == Outcome.ABSTAINED;
        String answer = abstained ? "abstained" : Objects.requireNonNullElse(ClassNames.of(prediction), "?");
        return line(
                prediction.getCompletedAt(),
                prediction.getCameraId(),
                answer,
                coloured(prediction.getOutcome(), "%-19s".formatted(statement(prediction)))
                        + "  %-15s  %-18s".formatted(votes(prediction), truth(prediction)),
                prediction.getFrameId());
    }

    private String rejected(RejectedFrame rejected) {
        return line(
                rejected.getRejectedAt(),
                Objects.requireNonNullElse(rejected.getCameraId(), "-"),
                "rejected",
                ansi.string("@|red " + words(rejected.getReason()) + "|@") + ": " + printable(rejected.getMessage()),
                rejected.getFrameId());
    }

    private String line(Instant time, String camera, String answer, String rest, @Nullable String frameId) {
        return "%s  %-10s  %-10s  %s  %s"
                .formatted(
                        TIME.format(time.atZone(zone)),
                        printable(camera),
                        printable(answer),
                        rest,
                        printable(Objects.requireNonNullElse(frameId, "")))
                .stripTrailing();
    }

    private String coloured(Outcome outcome, String text) {
        return switch (outcome) {
            case CERTIFIED -> ansi.string("@|green " + text + "|@");
            case ABSTAINED -> ansi.string("@|yellow " + text + "|@");
            case PREDICTED, UNKNOWN -> text;
        };
    }

    private static String statement(CertifiedPrediction prediction) {
        return switch (prediction.getOutcome()) {
            case CERTIFIED -> "stable within " + Rounding.down(prediction.getRadius(), RADIUS_DECIMALS);
            case PREDICTED -> "no radius asked for";
            case ABSTAINED -> prediction.getAbstentionReason() == null ? "" : words(prediction.getAbstentionReason());
            case UNKNOWN -> "of a later version";
        };
    }

    /** Of the class whose probability was bounded: the answer, or what the selection samples had chosen. */
    private static String votes(CertifiedPrediction prediction) {
        Integer cls = prediction.getClassIndex();
        if (cls == null) {
            cls = Stream.concat(prediction.getSelectionCounts().stream(), prediction.getEstimationCounts().stream())
                    .map(ClassCount::getClassIndex)
                    .findFirst()
                    .orElse(-1);
        }
        int chosen = cls;
        int votes = prediction.getEstimationCounts().stream()
                .filter(count -> count.getClassIndex() == chosen)
                .mapToInt(ClassCount::getVotes)
                .sum();
        return "votes %d/%d".formatted(votes, estimationSamples(prediction));
    }

    /** A sequential plan asks for no more of them than it needs. */
    private static int estimationSamples(CertifiedPrediction prediction) {
        if (prediction.getPlan() != PlanKind.SEQUENTIAL) {
            return prediction.getEstimationSamples();
        }
        int shown = prediction.getEstimationCounts().stream()
                .mapToInt(ClassCount::getVotes)
                .sum();
        return Math.max(shown, prediction.getSamplesUsed() - prediction.getSelectionSamples());
    }

    private String truth(CertifiedPrediction prediction) {
        Integer truth = prediction.getGroundTruth();
        if (truth == null) {
            return "";
        }
        String name = "truth " + printable(name(truth, prediction));
        if (prediction.getClassIndex() == null) {
            return name;
        }
        boolean same = truth.equals(prediction.getClassIndex());
        return charset.newEncoder().canEncode(SAME + OTHER)
                ? name + " " + (same ? SAME : OTHER)
                : name + (same ? " (same)" : " (other)");
    }

    private void rememberNames(CertifiedPrediction prediction) {
        Map<Integer, String> names = names(prediction.getModelDigest());
        Stream.of(prediction.getEstimationCounts(), prediction.getSelectionCounts())
                .flatMap(List::stream)
                .forEach(count -> names.put(count.getClassIndex(), ClassNames.of(count)));
    }

    private String name(int cls, CertifiedPrediction prediction) {
        return names(prediction.getModelDigest()).getOrDefault(cls, told.getOrDefault(cls, "class " + cls));
    }

    private Map<Integer, String> names(String modelDigest) {
        return namesByBundle.computeIfAbsent(modelDigest, digest -> new HashMap<>());
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What others have written may hold control characters, which a terminal would obey. */
    public static String printable(String text) {
        return text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
    }
}
