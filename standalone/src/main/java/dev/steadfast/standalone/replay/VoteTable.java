package dev.steadfast.standalone.replay;

import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.smoothing.plans.VoteCounts;
import dev.steadfast.standalone.replay.Recount.Comparison;
import java.util.ArrayList;
import java.util.List;

/** Votes then and now, a line for each class that has any, for people. */
final class VoteTable {

    private VoteTable() {}

    static List<String> lines(CertifiedPrediction prediction, List<String> classes, Recount recount) {
        RecordedVotes recorded = RecordedVotes.of(prediction, classes.size());
        List<String> lines = new ArrayList<>();
        for (int cls = 0; cls < classes.size(); cls++) {
            String selection = pair(recorded.selection()[cls], recount.selection(), cls, recount.comparison());
            String estimation = pair(recorded.estimation()[cls], recount.estimation(), cls, recount.comparison());
            if (!selection.equals("0") || !estimation.equals("0")) {
                lines.add("votes      %s: selection %s, estimation %s"
                        .formatted(classes.get(cls), selection, estimation));
            }
        }
        return lines;
    }

    private static String pair(int then, VoteCounts counts, int cls, Comparison comparison) {
        int now = counts.votesFor(cls);
        if (then == now) {
            return String.valueOf(then);
        }
        return (comparison == Comparison.PARTIAL ? "then %d, of which %d cast again" : "then %d, now %d")
                .formatted(then, now);
    }
}
