package dev.steadfast.standalone.plan;

import dev.steadfast.evaluation.profile.VoteProfile;
import dev.steadfast.evaluation.report.Grid;
import dev.steadfast.smoothing.bounds.Rounding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The plans side by side, for people.
 *
 * @param question what is to be certified
 * @param demand by how many frames
 * @param profile what is known of them
 * @param costs of each plan
 */
record PlanSheet(PlanQuestion question, Demand demand, Optional<VoteProfile> profile, List<PlannedCost> costs) {

    private static final int RADIUS_DECIMALS = 3;

    /** All of it. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("radius %s at sigma %s, alpha %s; %s frames a second, tasks of %d samples"
                .formatted(
                        question.radius(),
                        question.sigma(),
                        question.alpha(),
                        shown(demand.framesPerSecond()),
                        demand.taskSamples()));
        profile.ifPresent(known -> lines.add(profile(known)));
        demand.votesPerSecond()
                .ifPresent(votes -> lines.add(String.format(Locale.ROOT, "a worker casts %.0f votes a second", votes)));
        lines.add("");
        lines.add(new Grid(rows()).text());
        lines.add("");
        lines.addAll(notes());
        return String.join("\n", lines);
    }

    private static String profile(VoteProfile known) {
        return "measured: %s on %d images of %s; %s"
                .formatted(
                        known.measurement().bundle(),
                        known.shares().size(),
                        known.measurement().data(),
                        known.measurement().backend());
    }

    private List<List<String>> rows() {
        List<String> header = new ArrayList<>(List.of("plan", "samples", "radius up to", "price"));
        if (profile.isPresent()) {
            header.add(2, "answered");
        }
        if (demand.votesPerSecond().isPresent()) {
            header.addAll(List.of("workers", "latency", "of 95%", "shed by " + demand.workers()));
        }
        List<List<String>> rows = new ArrayList<>(List.of(header));
        costs.forEach(cost -> rows.add(row(cost)));
        return rows;
    }

    private List<String> row(PlannedCost cost) {
        List<String> row = new ArrayList<>();
        row.add(cost.name());
        row.add(samples(cost));
        cost.forecast().ifPresent(forecast -> row.add(percent(forecast.answered())));
        row.add(cost.certifies() ? Rounding.down(cost.largestRadius(), RADIUS_DECIMALS) : "a class");
        row.add(
                cost.price().isPresent()
                        ? String.format(Locale.ROOT, "%.3f", cost.price().getAsDouble())
                        : cost.certifies() ? "all votes" : "");
        if (demand.votesPerSecond().isPresent()) {
            Demand.Answer answer = demand.answer(cost.forecastOrMost());
            if (cost.forecast().isPresent() || cost.takesAll()) {
                row.addAll(List.of(
                        Long.toString(answer.needed()),
                        seconds(answer.latency()),
                        seconds(answer.latencyOfMost()),
                        percent(answer.shed())));
            } else { // in how many rounds, and so when, is not known
                row.addAll(List.of("<= " + answer.needed(), "", "", "<= " + percent(answer.shed())));
            }
        }
        return row;
    }

    private static String samples(PlannedCost cost) {
        int most = cost.plan().samples();
        if (cost.takesAll()) {
            return Integer.toString(most);
        }
        return cost.forecast()
                .map(forecast -> String.format(Locale.ROOT, "%.0f", Math.ceil(forecast.samples())))
                .orElse(cost.leastSamples() + " to " + most);
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("samples: of a frame, selection and estimation" + (profile.isPresent() ? ", on average." : ""));
        if (profile.isPresent()) {
            notes.add(
                    "answered: frames that are certified at the radius or, where the plan gives a class only, that get one. The others abstain.");
        }
        notes.add(
                "radius up to: the largest that one answer may have. price: what a class must have beyond the radius to be certified at it every other time.");
        if (demand.votesPerSecond().isPresent()) {
            notes.add(
                    "workers: that keep up, with a quarter to spare. latency: with these, of a frame alone; of 95%: within which 95 of 100 frames are answered that come at random.");
            notes.add("shed by %d: frames that %d worker%s cannot decide in time, answered OVERLOADED without a sample."
                    .formatted(demand.workers(), demand.workers(), demand.workers() == 1 ? "" : "s"));
        } else {
            notes.add(
                    "Workers, latency and what is shed depend on the machine: give --votes-per-second ('steadfast bundle verify' says it), or --profile.");
        }
        if (profile.isEmpty()) {
            notes.add(
                    "How many frames are certified, and how soon the plan sequential ends, depends on the frames: give --profile, of 'steadfast certify --profile'.");
        } else if (!profile.get().exact()) {
            notes.add(
                    "The profile is a table, which has no votes: images without an answer count as if they had nearly had one, and doubtful classes take as many samples as they may.");
        }
        return notes;
    }

    private static String percent(double share) {
        return Rounding.down(100 * share, 1) + "%";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, seconds < 10 ? "%.2f s" : "%.0f s", seconds);
    }

    private static String shown(double value) {
        return value == Math.rint(value) && value < 1e9 ? Long.toString((long) value) : Double.toString(value);
    }
}
