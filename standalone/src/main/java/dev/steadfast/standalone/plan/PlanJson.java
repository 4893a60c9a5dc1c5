package dev.steadfast.standalone.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.evaluation.profile.VoteProfile;
import java.util.Locale;

/** The plans side by side, for programs. What is not known is left out. */
final class PlanJson {

    private PlanJson() {}

    static String of(PlanSheet sheet) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("sigma", sheet.question().sigma())
                .put("alpha", sheet.question().alpha())
                .put("radius", sheet.question().radius())
                .put("rate", sheet.demand().framesPerSecond())
                .put("workers", sheet.demand().workers())
                .put("taskSamples", sheet.demand().taskSamples());
        sheet.demand().votesPerSecond().ifPresent(votes -> json.put("votesPerSecond", votes));
        sheet.profile().ifPresent(profile -> json.set("profile", profile(profile)));
        for (PlannedCost cost : sheet.costs()) {
            json.withArray("plans").add(cost(cost, sheet.demand()));
        }
        return json.toString();
    }

    private static ObjectNode profile(VoteProfile profile) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("bundle", profile.measurement().bundle())
                .put("bundleDigest", profile.measurement().bundleDigest())
                .put("backend", profile.measurement().backend())
                .put("data", profile.measurement().data())
                .put("images", profile.shares().size())
                .put("exact", profile.exact());
    }

    private static ObjectNode cost(PlannedCost cost, Demand demand) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("plan", cost.plan().kind().name().toLowerCase(Locale.ROOT))
                .put("n", cost.plan().estimationSamples())
                .put("n0", cost.plan().selectionSamples())
                .put("certifies", cost.certifies())
                .put("leastSamples", cost.leastSamples())
                .put("mostSamples", cost.plan().samples())
                .put("largestRadius", cost.certifies() ? cost.largestRadius() : 0);
        cost.price().ifPresent(price -> json.put("price", price));
        cost.forecast().ifPresent(forecast -> json.put("answered", forecast.answered())
                .put("samples", forecast.samples())
                .put("looks", forecast.looks()));
        if (demand.votesPerSecond().isPresent() && (cost.forecast().isPresent() || cost.takesAll())) {
            Demand.Answer answer = demand.answer(cost.forecastOrMost());
            json.put("workersNeeded", answer.needed())
                    .put("latencySeconds", answer.latency())
                    .put("latencySecondsOf95Percent", answer.latencyOfMost())
                    .put("shed", answer.shed());
        }
        return json;
    }
}
