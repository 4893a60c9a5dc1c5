package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.frames.CameraName;
import dev.steadfast.gateway.frames.FrameQuery;
import dev.steadfast.gateway.frames.ImageType;
import dev.steadfast.gateway.problems.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request for an inference.
 *
 * @param id the client's id for it
 * @param camera whose images these are
 * @param images one at least
 * @param outputs the tensors that are wanted; all, if none is named
 */
record InferenceRequest(
        Optional<String> id, CameraName camera, List<InferenceRequest.Image> images, Set<String> outputs) {

    /**
     * One image.
     *
     * @param query its frame id, and how to sample
     */
    record Image(FrameQuery query, String contentType, ByteBuffer bytes) {}

    private static final String CAMERA = "camera";

    /** What clients of other servers send, and what has no meaning here. */
    private static final Set<String> IGNORED = Set.of("binary_data_output", "content_type", "headers", "priority");

    /**
     * Reads a body.
     *
     * @param mostImages how many images there may be
     * @throws dev.steadfast.gateway.problems.ProblemException 400, 415 or 422
     */
    static InferenceRequest read(ByteBuffer body, int mostImages) {
        JsonObject json = parse(body);
        MultiMap options = MultiMap.caseInsensitiveMultiMap();
        JsonObject parameters = json.getValue("parameters") instanceof JsonObject given ? given : new JsonObject();
        String camera = parameters.getValue(CAMERA) == null ? "inference" : parameters.getString(CAMERA);
        for (Map.Entry<String, Object> parameter : parameters) {
            if (!parameter.getKey().equals(CAMERA) && !IGNORED.contains(parameter.getKey())) {
                options.add(parameter.getKey(), String.valueOf(parameter.getValue()));
            }
        }
        CameraName name = CameraName.of(camera);
        return new InferenceRequest(
                Optional.ofNullable(json.getString("id")),
                name,
                images(ImageTensor.read(json, mostImages), FrameQuery.read(options, name, Optional.empty())),
                outputs(json));
    }

    private static List<Image> images(List<ImageTensor.Image> tensor, FrameQuery query) {
        List<Image> images = new ArrayList<>();
        for (ImageTensor.Image image : tensor) {
            images.add(new Image(
                    tensor.size() == 1 ? query : query.ofPart(images.size()),
                    ImageType.of(image.contentType()).resolve(image.bytes()),
                    image.bytes()));
        }
        return List.copyOf(images);
    }

    private static JsonObject parse(ByteBuffer body) {
        try {
            byte[] bytes = new byte[body.remaining()];
            body.get(bytes);
            return new JsonObject(Buffer.buffer(bytes));
        } catch (DecodeException | ClassCastException e) {
            throw Problem.of(400, "the body must be a JSON object").exception();
        }
    }

    private static Set<String> outputs(JsonObject json) {
        if (!(json.getValue("outputs") instanceof JsonArray wanted)) {
            return Set.of();
        }
        Set<String> names = wanted.stream()
                .map(output -> output instanceof JsonObject tensor ? String.valueOf(tensor.getValue("name")) : "")
                .collect(Collectors.toSet());
        names.stream()
                .filter(name -> !OutputTensors.NAMES.contains(name))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Problem.of(
                                    400, "output '%s' is unknown; there are %s".formatted(unknown, OutputTensors.NAMES))
                            .exception();
                });
        return names;
    }
}
