package dev.steadfast.standalone.rollout;

import dev.steadfast.smoothing.bounds.Rounding;
import dev.steadfast.standalone.rollout.TrialPair.Kind;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A disagreement, for people: plain text, 100 columns wide unless names are long. */
final class DisagreementText {

    private static final double PERCENT = 100;

    private final StringBuilder text = new StringBuilder();

    private DisagreementText() {}

    /**
     * The report.
     *
     * @param listed how many frames to name on which the classes differ
     */
    static String of(Disagreement report, int listed) {
        DisagreementText text = new DisagreementText();
        text.line("answers   %s", report.answering());
        text.line("on trial  %s", report.onTrial());
        text.line("");
        int frames = report.pairs().size();
        report.counts()
                .forEach((kind, count) ->
                        text.line("%-34s %7d  %5.1f%%", kind.words(), count, PERCENT * count / frames));
        text.compare(report);
        text.list(report.of(Kind.OTHER_CLASS), listed);
        return text.text.toString();
    }

    private void compare(Disagreement report) {
        if (report.voted().isEmpty()) {
            return;
        }
        line("");
        line("%-34s %-22s %-22s %s", "", "answers", "on trial", "p-value");
        shares("gave a class", report.decided());
        shares("certified", report.certified());
        shares("certified the right class", report.certifiedAndRight());
        means("mean radius, certified by both", report.certifiedByBoth(), TrialAnswer::radius, 3);
        means("mean samples", report.voted(), TrialAnswer::samples, 0);
        means("mean seconds to the prediction", report.voted(), Disagreement::seconds, 2);
    }

    private void shares(String name, PairedShares shares) {
        if (shares.frames() > 0) {
            line(
                    "%-34s %-22s %-22s %s",
                    name, share(shares, shares.answer()), share(shares, shares.trial()), probability(shares));
        }
    }

    private static String share(PairedShares shares, int having) {
        return format(
                "%.1f%% (%.1f to %.1f)",
                PERCENT * having / shares.frames(), PERCENT * shares.lower(having), PERCENT * shares.upper(having));
    }

    private static String probability(PairedShares shares) {
        return shares.probability() < 0.0001 ? "< 0.0001" : format("%.4f", shares.probability());
    }

    private void means(String name, List<TrialPair> pairs, ToDoubleFunction<TrialAnswer> value, int decimals) {
        OptionalDouble answers = Disagreement.mean(pairs, pair -> value.applyAsDouble(pair.answer()));
        OptionalDouble trials = Disagreement.mean(pairs, pair -> value.applyAsDouble(pair.trial()));
        Function<OptionalDouble, String> words =
                mean -> mean.isPresent() ? Rounding.down(mean.getAsDouble(), decimals) : "none";
        line("%-34s %-22s %s", name, words.apply(answers), words.apply(trials));
    }

    private void list(List<TrialPair> different, int most) {
        if (different.isEmpty() || most == 0) {
            return;
        }
        line("");
        line("%-12s %-38s %-22s %s", "camera", "frame", "answers", "on trial");
        different.stream()
                .limit(most)
                .forEach(pair -> line(
                        "%-12s %-38s %-22s %s",
                        pair.answer().cameraId(),
                        pair.answer().frameId(),
                        pair.answer().words(),
                        pair.trial().words()));
        if (different.size() > most) {
            line("and %d more: --list N names more of them, --out FILE all", different.size() - most);
        }
    }

    private void line(String format, Object... values) {
        text.append(format(format, values).stripTrailing()).append(System.lineSeparator());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
