package dev.steadfast.evaluation.profile;

import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.ImageResult;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import dev.steadfast.evaluation.measurement.ResultTable;
import dev.steadfast.smoothing.InvalidPlanException;
import dev.steadfast.smoothing.forecast.VoteShare;
import dev.steadfast.smoothing.plans.Certified;
import dev.steadfast.smoothing.plans.FixedPlan;
import dev.steadfast.smoothing.plans.VoteCounts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A profile from a table, which has no votes: a certified radius says how many there were. Of images without an answer it says that there were too few; they count as
 * just too few, and all other votes as the runner-up's: hardly a matter for plans that certify a radius; plans for the class alone look dearer than they are.
 */
final class TableProfile {

    private final FixedPlan plan;
    private final Map<Double, VoteShare> known = new HashMap<>();

    private TableProfile(FixedPlan plan) {
        this.plan = plan;
    }

    /** @throws EvaluationException if the file is no table, or none of the plan fixed with a description beside it */
    static VoteProfile read(Path file) {
        List<ImageResult> results = ResultTable.read(file).results();
        MeasurementDescription measurement = MeasurementDescription.of(file)
                .orElseThrow(() -> new EvaluationException(
                        "%s must stand beside the table, to say what was measured, but does not exist"
                                .formatted(MeasurementDescription.beside(file))));
        if (!measurement.certifies()) {
            throw new EvaluationException(
                    "plan must be fixed, which casts all its votes, but is " + measurement.plan());
        }
        TableProfile table = new TableProfile(plan(measurement));
        return new VoteProfile(
                measurement,
                VoteProfile.votesPerSecond(measurement, results),
                results.stream().map(result -> table.share(result.radius())).toList(),
                false);
    }

    private static FixedPlan plan(MeasurementDescription measurement) {
        try {
            return new FixedPlan(measurement.sigma(), measurement.alpha(), measurement.n0(), measurement.n());
        } catch (InvalidPlanException e) {
            throw new EvaluationException("the description beside it: " + e.getMessage(), e);
        }
    }

    private VoteShare share(double radius) {
        return known.computeIfAbsent(radius, this::search);
    }

    private VoteShare search(double radius) {
        int tooFew = -1;
        int enough = plan.n();
        while (enough - tooFew > 1) {
            int middle = (tooFew + enough) >>> 1;
            if (radius(middle) > 0 && radius(middle) >= radius) {
                enough = middle;
            } else {
                tooFew = middle;
            }
        }
        int votes = radius == 0 ? tooFew : enough;
        return new VoteShare(votes, plan.n() - votes, plan.n());
    }

    private double radius(int votes) {
        VoteCounts selection = new VoteCounts(new int[] {plan.n0(), 0}, 0);
        VoteCounts estimation = new VoteCounts(new int[] {votes, plan.n() - votes}, 0);
        return plan.decide(selection, estimation) instanceof Certified certified ? certified.radius() : 0;
    }
}
