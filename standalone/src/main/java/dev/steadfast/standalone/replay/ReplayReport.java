package dev.steadfast.standalone.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steadfast.avro.CertifiedPrediction;
import dev.steadfast.standalone.certificate.Claim;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of a replay.
 *
 * @param origin where the certified input was found
 * @param classes the bundle's
 * @param backend of this machine
 */
record ReplayReport(
        CertifiedPrediction prediction, String origin, List<String> classes, String backend, Recount recount) {

    boolean sameBackend() {
        return prediction.getBackend().isEmpty() || prediction.getBackend().equals(backend);
    }

    /** For people. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("frame      %s of camera %s, answered %s"
                .formatted(prediction.getFrameId(), prediction.getCameraId(), prediction.getCompletedAt()));
        lines.add("input      from " + origin + "; its SHA-256 is the receipt's");
        lines.add("bundle     %s, digest %s".formatted(prediction.getModelName(), prediction.getModelDigest()));
        lines.add("backend    "
                + (sameBackend() ? backend : "then %s; now %s".formatted(prediction.getBackend(), backend)));
        lines.add("then       %s (%d samples, %d invalid)"
                .formatted(
                        Claim.of(prediction).words(classes),
                        prediction.getSamplesUsed(),
                        prediction.getInvalidSamples()));
        lines.add("now        "
                + recount.claim().map(claim -> claim.words(classes)).orElseGet(this::undecided));
        VoteTable.lines(prediction, classes, recount).forEach(lines::add);
        recount.differences().forEach(difference -> lines.add("differs    " + difference));
        lines.add(verdict());
        if (!sameBackend()) {
            lines.add(
                    "The backend is another one than then. Votes of two backends may differ, rarely, where two classes are nearly tied: the"
                            + " comparison is not exact.");
        }
        return String.join(System.lineSeparator(), lines);
    }

    private String undecided() {
        return recount.comparison() == Recount.Comparison.PARTIAL
                ? "%d of %d samples were cast again".formatted(recount.cast(), recount.asked())
                : "undecided, more samples are wanted";
    }

    private String verdict() {
        if (!recount.holds()) {
            return "The prediction does NOT match its votes.";
        }
        return switch (recount.comparison()) {
            case EXACT -> "The prediction matches: every count, the answer and its radius are the same.";
            case BOUNDED ->
                "The prediction matches as far as it can: some samples did not vote then. No count is higher than now,"
                        + " and the answer is what the plan makes of the counts that there were.";
            case PARTIAL ->
                ("The prediction matches as far as %d of %d samples can tell: their votes fit into the counts, and the answer is what the"
                                + " plan makes of these.")
                        .formatted(recount.cast(), recount.asked());
        };
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("frameId", prediction.getFrameId())
                .put("matches", recount.holds())
                .put("comparison", recount.comparison().name().toLowerCase(Locale.ROOT))
                .put("sameBackend", sameBackend())
                .put("backend", backend)
                .put("samples", recount.asked())
                .put("samplesCast", recount.cast())
                .put("input", origin);
        json.set("recorded", claim(Claim.of(prediction)));
        json.set("recounted", recount.claim().<JsonNode>map(ReplayReport::claim).orElse(NullNode.getInstance()));
        recount.differences().forEach(json.putArray("differences")::add);
        return json;
    }

    private static ObjectNode claim(Claim claim) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("outcome", claim.outcome().name().toLowerCase(Locale.ROOT))
                .put("class", claim.cls())
                .put("radius", claim.radius())
                .put("lowerBound", claim.lowerBound())
                .put(
                        "reason",
                        claim.reason() == null
                                ? null
                                : claim.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
