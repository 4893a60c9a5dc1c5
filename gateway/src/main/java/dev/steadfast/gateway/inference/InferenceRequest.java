package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.frames.CameraName;
import dev.steadfast.gateway.frames.FrameQuery;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * A request for an inference.
 *
 * @param id the client's id for it
 * @param camera whose images these are
 * @param images one at least
 * @param outputs the tensors that are wanted
 */
record InferenceRequest(
        Optional<String> id, CameraName camera, List<InferenceRequest.Image> images, WantedOutputs outputs) {

    /**
     * One image.
     *
     * @param query its frame id, and how to sample
     */
    record Image(FrameQuery query, String contentType, ByteBuffer bytes) {}

    /** Bytes of all images. */
    long bytes() {
        return images.stream().mapToLong(image -> image.bytes().remaining()).sum();
    }
}
