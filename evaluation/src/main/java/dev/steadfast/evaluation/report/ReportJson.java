package dev.steadfast.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A report for programs. {@code runs[].certifiedAccuracy} is a row of a bundle's manifest, key by key ({@link
 * dev.steadfast.bundles.MeasuredAccuracy}).
 */
final class ReportJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private static final int PERCENT_DECIMALS = 3;

    private ReportJson() {}

    static String write(AccuracyReport report) {
        ObjectNode root = MAPPER.createObjectNode();
        ArrayNode runs = root.putArray("runs");
        report.runs().forEach(run -> put(runs.addObject(), run, report.radii()));
        ArrayNode best = root.putArray("best");
        report.best().forEach(entry -> put(best.addObject(), entry));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of plain values can always be written", e);
        }
    }

    private static void put(ObjectNode node, MeasuredRun run, List<Double> radii) {
        CertifiedAccuracy accuracy = run.accuracy();
        node.put("label", run.label()).put("file", run.file().toString()).put("images", accuracy.images());
        put(node.putObject("abstained"), accuracy.abstained());
        node.put("averageRadius", accuracy.averageRadius());
        ArrayNode entries = node.putArray("accuracy");
        radii.forEach(radius -> put(entries.addObject().put("radius", radius), accuracy.at(radius)));
        run.description().ifPresent(with -> node.set("description", MAPPER.valueToTree(with)));
        run.measured(radii).ifPresent(row -> node.set("certifiedAccuracy", MAPPER.valueToTree(row)));
    }

    private static void put(ObjectNode node, AccuracyReport.Best best) {
        node.put("radius", best.radius()).put("label", best.run().label());
        CertifiedAccuracy accuracy = best.run().accuracy();
        node.put("percent", accuracy.at(best.radius()).percent(PERCENT_DECIMALS));
        node.put("percentAtRadius0", accuracy.at(0).percent(PERCENT_DECIMALS));
    }

    private static void put(ObjectNode node, Share share) {
        node.put("count", share.count()).put("percent", share.percent(PERCENT_DECIMALS));
        node.put("standardError", share.standardError());
    }
}
