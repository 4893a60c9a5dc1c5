package dev.steadfast.gateway.evidence;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.avro.ClassCount;
import dev.steadfast.schemas.ClassNames;
import dev.steadfast.smoothing.plans.TaskLayout;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The votes that a prediction rests on, beside those of its replay. Of a prediction that was made before all votes had come, the votes it
 * has must be among those of the replay; of any other they must be the same.
 */
final class Comparison {

    private record Row(int cls, Optional<String> name, long votes, long replayed) {

        JsonObject json() {
            return new JsonObject()
                    .put("class", cls)
                    .put("className", name.orElse(null))
                    .put("label", name.orElse(null)) // its former name
                    .put("votes", votes)
                    .put("replayed", replayed);
        }
    }

    private final CertifiedPrediction prediction;
    private final RepeatedVotes again;
    private final List<Row> selection;
    private final List<Row> estimation;
    private final boolean complete;

    /**
     * @param classes the model's classes, as far as they are known
     */
    Comparison(CertifiedPrediction prediction, TaskLayout layout, RepeatedVotes again, List<String> classes) {
        this.prediction = prediction;
        this.again = again;
        int tasks = prediction.getReceipt().getTasks();
        int selectionTasks = 0;
        while (selectionTasks < layout.tasks() && layout.task(selectionTasks).selection()) {
            selectionTasks++;
        }
        this.selection = rows(prediction.getSelectionCounts(), again.sum(0, selectionTasks), classes);
        this.estimation = rows(prediction.getEstimationCounts(), again.sum(selectionTasks, tasks), classes);
        this.complete =
                prediction.getSamplesUsed() == layout.plan().selectionSamples() + layout.estimationSamples(tasks);
    }

    private static List<Row> rows(List<ClassCount> counted, long[] replayed, List<String> classes) {
        Map<Integer, ClassCount> known = new HashMap<>();
        counted.forEach(count -> known.put(count.getClassIndex(), count));
        List<Row> rows = new ArrayList<>();
        for (int cls = 0; cls < replayed.length; cls++) {
            ClassCount count = known.remove(cls);
            if (count != null || replayed[cls] > 0) {
                Optional<String> name = count != null
                        ? Optional.of(ClassNames.of(count))
                        : Optional.of(cls)
                                .filter(index -> index < classes.size())
                                .map(classes::get);
                rows.add(new Row(cls, name, count == null ? 0 : count.getVotes(), replayed[cls]));
            }
        }
        known.values()
                .forEach(count -> rows.add(
                        new Row(count.getClassIndex(), Optional.of(ClassNames.of(count)), count.getVotes(), 0)));
        rows.sort(Comparator.comparingLong(Row::votes).reversed().thenComparingInt(Row::cls));
        return rows;
    }

    boolean matches() {
        return again.failures().isEmpty() && agrees(selection) && agrees(estimation);
    }

    private boolean agrees(List<Row> rows) {
        return rows.stream().allMatch(row -> complete ? row.votes() == row.replayed() : row.votes() <= row.replayed());
    }

    /** Whether the same backend voted, so that not one vote may differ. */
    private boolean exact() {
        return again.backends().stream().allMatch(prediction.getBackend()::equals);
    }

    /** What the replay showed. */
    ReplayResult result() {
        if (matches()) {
            return ReplayResult.SAME;
        }
        return exact() && again.failures().isEmpty() ? ReplayResult.DIFFERENT : ReplayResult.INCONCLUSIVE;
    }

    JsonObject json() {
        return new JsonObject()
                .put("frameId", prediction.getFrameId())
                .put("matches", matches())
                .put("exact", exact())
                .put("recounted", again.samples())
                .put("selection", json(selection))
                .put("estimation", json(estimation))
                .put("backend", String.join("; ", again.backends()))
                .put("detail", detail());
    }

    private static JsonArray json(List<Row> rows) {
        JsonArray list = new JsonArray();
        rows.forEach(row -> list.add(row.json()));
        return list;
    }

    private String detail() {
        if (!again.failures().isEmpty()) {
            return "%d tasks could not be run: %s"
                    .formatted(again.failures().size(), again.failures().get(0));
        }
        String which = complete
                ? "all %,d votes".formatted(again.samples())
                : "the %,d votes that had come when it was made, of %,d,"
                        .formatted(prediction.getSamplesUsed(), again.samples());
        if (matches()) {
            return which + " are the same";
        }
        return exact()
                ? which + " were expected to be the same, and are not: do not rely on this prediction"
                : which + " differ, but another backend voted in the replay, where rare differences are to be expected";
    }
}
