package dev.steadfast.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.steadfast.bundles.MeasuredAccuracy;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.evaluation.measurement.MeasurementDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A report that {@link AccuracyReport#json} wrote to a file, read for the rows of a bundle's manifest that it holds. */
public final class ReportFile {

    /**
     * A row, and whose it is.
     *
     * @param label what the report calls the run
     * @param bundle name and version of the bundle that was measured, for people
     * @param bundleDigest its digest: a row is true of this function alone
     * @param accuracy the row
     * @param measured on which images it was measured, and where, for people
     */
    public record Row(String label, String bundle, String bundleDigest, MeasuredAccuracy accuracy, String measured) {}

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private ReportFile() {}

    /**
     * Reads a report.
     *
     * @return its rows, in order; runs without a certified radius have none
     * @throws EvaluationException if the file cannot be read, is no report, or has no row
     */
    public static List<Row> read(Path file) {
        try {
            List<Row> rows = new ArrayList<>();
            for (JsonNode run : MAPPER.readTree(Files.readString(file)).path("runs")) {
                if (run.has("certifiedAccuracy") && run.has("description")) {
                    rows.add(row(file, run));
                }
            }
            if (rows.isEmpty()) {
                throw new EvaluationException(
                        file
                                + " must be what 'steadfast report --json' writes, of a table by 'steadfast certify' with radii, but has no certifiedAccuracy");
            }
            return rows;
        } catch (NoSuchFileException e) {
            throw new EvaluationException(file + " does not exist", e);
        } catch (JsonProcessingException e) {
            throw new EvaluationException(
                    file + " must be what 'steadfast report --json' writes: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
    }

    private static Row row(Path file, JsonNode run) throws JsonProcessingException {
        MeasurementDescription with = MeasurementDescription.read(run.path("description"));
        MeasuredAccuracy accuracy = MAPPER.treeToValue(run.get("certifiedAccuracy"), MeasuredAccuracy.class);
        if (accuracy.images() < with.images()) {
            throw new EvaluationException(
                    file + ": the run \"" + run.path("label").asText() + "\" must be finished, but has "
                            + accuracy.images() + " of " + with.images() + " images");
        }
        return new Row(run.path("label").asText(), with.bundle(), with.bundleDigest(), accuracy, with.words());
    }
}
