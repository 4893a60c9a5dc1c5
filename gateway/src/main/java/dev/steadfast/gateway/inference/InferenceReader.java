package dev.steadfast.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.steadfast.gateway.frames.CameraName;
import dev.steadfast.gateway.frames.FrameQuery;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.gateway.problems.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads requests for inferences, as a stream: what a body has more than its shape has room for is not read, and what is not needed is not
 * kept. Takes as long as there are bytes: not for an event loop. Safe for use by several threads.
 */
final class InferenceReader {

    private static final String CAMERA = "camera";
    private static final String BINARY_OUTPUT = "binary_data_output";

    /** What clients of other servers send, and what has no meaning here. */
    private static final Set<String> IGNORED = Set.of(
            BINARY_OUTPUT,
            "content_type",
            "headers",
            "priority",
            "sequence_id",
            "sequence_start",
            "sequence_end",
            "timeout");

    private static final Pattern ADVICE = Pattern.compile(", from `[^`]*`|: .*", Pattern.DOTALL);
    private static final int MOST_NESTING = 32;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_NUMBER = 64;

    private final InferenceLimits limits;
    private final JsonFactory factory;

    InferenceReader(InferenceLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // which clients choose
                .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MOST_NESTING)
                        .maxNameLength(LONGEST_NAME)
                        .maxNumberLength(LONGEST_NUMBER)
                        .maxStringLength(longestText(limits.maxImageBytes()))
                        .build())
                .build();
    }

    /** Of an image in base64, with line breaks and what a URL begins with. */
    private static int longestText(int imageBytes) {
        return (int) Math.min(Integer.MAX_VALUE, imageBytes * 3L / 2 + 1024);
    }

    /**
     * Reads a body.
     *
     * @throws ProblemException 400, 413, 415 or 422, naming what is wrong and what would be right
     */
    InferenceRequest read(InferenceBody body) {
        ByteBuffer json = body.json();
        try (JsonParser parser =
                factory.createParser(json.array(), json.arrayOffset() + json.position(), json.remaining())) {
            return read(parser, body);
        } catch (JsonProcessingException e) {
            throw bad("the body must be a JSON object, and is no valid JSON" + where(e));
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array does not fail
        }
    }

    /** The place and the reason, without what Jackson advises to programmers. */
    private static String where(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        return (place == null ? "" : " at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()))
                + ": "
                + ADVICE.matcher(e.getOriginalMessage()).replaceAll("");
    }

    private InferenceRequest read(JsonParser json, InferenceBody body) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw bad("the body must be a JSON object");
        }
        Optional<String> id = Optional.empty();
        Map<String, String> parameters = Map.of();
        List<ImageElements.Image> images = List.of();
        WantedOutputs outputs = WantedOutputs.ALL;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "id" -> id = Scalars.optional(json);
                case "parameters" -> parameters = Scalars.read(json, "parameters");
                case "inputs" -> {
                    if (!images.isEmpty()) {
                        throw oneInput();
                    }
                    images = images(json, body);
                }
                case "outputs" -> outputs = WantedOutputs.read(json);
                default -> {} // of no use here
            }
            json.skipChildren(); // of what was not read
        }
        if (images.isEmpty()) {
            throw oneInput();
        }
        if (json.nextToken() != null) {
            throw bad("something follows the JSON object");
        }
        return request(id, parameters, images, outputs);
    }

    private List<ImageElements.Image> images(JsonParser json, InferenceBody body) throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY || json.nextToken() != JsonToken.START_OBJECT) {
            throw oneInput();
        }
        List<ImageElements.Image> images = new InputReader(factory, body, limits).read(json);
        if (json.nextToken() != JsonToken.END_ARRAY) {
            throw oneInput();
        }
        return images;
    }

    private static InferenceRequest request(
            Optional<String> id,
            Map<String, String> parameters,
            List<ImageElements.Image> images,
            WantedOutputs outputs) {
        parameters.keySet().stream()
                .filter(name -> !name.equals(CAMERA) && !IGNORED.contains(name) && !FrameQuery.NAMES.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    Set<String> known = new TreeSet<>(FrameQuery.NAMES);
                    known.add(CAMERA);
                    throw bad("parameter '%s' is unknown; there are %s"
                            .formatted(Shown.of(name), String.join(", ", known)));
                });
        CameraName camera = CameraName.of(parameters.getOrDefault(CAMERA, "inference"));
        FrameQuery query = FrameQuery.read(parameters, camera);
        List<InferenceRequest.Image> numbered = new ArrayList<>();
        for (ImageElements.Image image : images) {
            numbered.add(new InferenceRequest.Image(
                    images.size() == 1 ? query : query.ofPart(numbered.size()), image.contentType(), image.bytes()));
        }
        boolean binary = WantedOutputs.flag(parameters, BINARY_OUTPUT).orElse(false);
        return new InferenceRequest(id, camera, List.copyOf(numbered), outputs.inBinary(binary));
    }

    /** What is answered where the input has another name. */
    static ProblemException otherInput(String name) {
        return bad("'inputs' must have one tensor, named '%s', was '%s'".formatted(InputReader.NAME, Shown.of(name)));
    }

    /** What is answered where the input is not there, or not alone. */
    static ProblemException oneInput() {
        return bad("'inputs' must have one tensor, named '%s', of one of the types BYTES, UINT8 and FP32"
                .formatted(InputReader.NAME));
    }

    private static ProblemException bad(String what) {
        return Problem.of(400, what).exception();
    }
}
