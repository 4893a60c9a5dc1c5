package dev.steadfast.evaluation.measurement;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.steadfast.evaluation.EvaluationException;
import dev.steadfast.files.WholeFile;
import dev.steadfast.smoothing.plans.SamplingPlan;
import dev.steadfast.smoothing.plans.SequentialPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a table of results was measured with: the JSON file beside it, called like the table with {@code .json} at the end. Two tables
 * of equal descriptions hold the same results, image by image, times aside.
 *
 * @param format version of this format, and of what the numbers mean: 1
 * @param bundle name and version of the bundle, for people
 * @param bundleDigest the bundle's digest
 * @param backend what fixes the bits of its function beyond that: {@link dev.steadfast.models.NoisyVoter#backend()}
 * @param data the dataset's name, for people
 * @param dataDigest SHA-256 over shape, rules of pixels, classes and labels of the whole dataset, and the pixels of the first image measured
 * @param offset see {@link Selection}
 * @param every see {@link Selection}
 * @param images how many images are to be measured
 * @param plan {@code fixed}, {@code predict}, or {@code sequential} with the radius that it decides, as in {@code sequential 0.25}
 * @param sigma standard deviation of the noise
 * @param n0 selection samples an image; 0 for a predict plan
 * @param n estimation samples an image, at most
 * @param alpha failure probability of one answer
 * @param seed of the noise keys
 */
@JsonPropertyOrder({
    "format",
    "bundle",
    "bundleDigest",
    "backend",
    "data",
    "dataDigest",
    "offset",
    "every",
    "images",
    "plan",
    "sigma",
    "n0",
    "n",
    "alpha",
    "seed"
})
public record MeasurementDescription(
        int format,
        String bundle,
        String bundleDigest,
        String backend,
        String data,
        String dataDigest,
        int offset,
        int every,
        int images,
        String plan,
        double sigma,
        int n0,
        int n,
        double alpha,
        long seed) {

    static final int FORMAT = 1;
    private static final String FIXED = "fixed";

    /** More images may be measured later; names are for people. */
    private static final Set<String> MAY_DIFFER = Set.of("images", "bundle", "data");

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** {@return the file that describes a table} */
    public static Path beside(Path table) {
        return table.resolveSibling(table.getFileName() + ".json");
    }

    /**
     * Reads the description of a table.
     *
     * @return empty if there is none, as for tables of the reference implementation
     * @throws EvaluationException if there is one that cannot be read
     */
    public static Optional<MeasurementDescription> of(Path table) {
        Path file = beside(table);
        try {
            return Optional.of(read(MAPPER.readTree(Files.readString(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new EvaluationException(
                    file + " must be the description of " + table + " that certify wrote: " + e.getOriginalMessage(),
                    e);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
    }

    /**
     * Reads a description.
     *
     * @throws JsonProcessingException if it is no description, or one of a later format
     */
    public static MeasurementDescription read(JsonNode json) throws JsonProcessingException {
        MeasurementDescription read = MAPPER.treeToValue(json, MeasurementDescription.class);
        if (read.format != FORMAT) {
            throw new JsonMappingException(null, "format must be " + FORMAT + ", but is " + read.format);
        }
        return read;
    }

    /** Writes this beside a table, at once or not at all. */
    public void write(Path table) throws IOException {
        Path file = beside(table);
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter().withObjectIndenter(indent);
        WholeFile.write(file, MAPPER.writer(printer).writeValueAsString(this) + "\n");
    }

    /** {@return in words, each value that keeps these two from sharing a table; empty if nothing does} */
    public List<String> differences(MeasurementDescription now) {
        Map<String, Object> others = now.fields();
        return fields().entrySet().stream()
                .filter(field -> !MAY_DIFFER.contains(field.getKey()))
                .filter(field -> !field.getValue().equals(others.get(field.getKey())))
                .map(field ->
                        "%s was %s, now %s".formatted(field.getKey(), field.getValue(), others.get(field.getKey())))
                .toList();
    }

    private Map<String, Object> fields() {
        return MAPPER.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {});
    }

    /** {@return on which images this measures, with which noise, and on what} */
    public String words() {
        return "%s (SHA-256 %s): %d images, from index %d on every %d; seed %d; %s"
                .formatted(data, dataDigest, images, offset, every, seed, backend);
    }

    public static String words(SamplingPlan plan) {
        String kind = plan.kind().name().toLowerCase(Locale.ROOT);
        return plan instanceof SequentialPlan sequential ? kind + " " + sequential.radius() : kind;
    }

    /** {@return whether every answer had the radius that its votes gave: a predict plan certifies none, a sequential one decides a single one} */
    public boolean certifies() {
        return plan.equals(FIXED);
    }
}
