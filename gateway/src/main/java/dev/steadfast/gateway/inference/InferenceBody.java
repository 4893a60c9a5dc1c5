package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.Shown;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The two halves of a body: JSON, and the data of tensors that come in binary (the protocol's binary tensor data extension).
 *
 * @param json all of it, where no header tells of more
 * @param binary little-endian; empty where there is none
 */
record InferenceBody(ByteBuffer json, Optional<ByteBuffer> binary) {

    /** The header that tells how long the JSON is, where binary data follow it. */
    static final String HEADER = "Inference-Header-Content-Length";

    /**
     * Divides a body.
     *
     * @param header {@link #HEADER}, if it is there
     * @throws dev.steadfast.gateway.problems.ProblemException 400 if the header is no length of this body's beginning
     */
    static InferenceBody of(ByteBuffer body, Optional<String> header) {
        return header.map(text -> divided(body, text)).orElseGet(() -> new InferenceBody(body, Optional.empty()));
    }

    private static InferenceBody divided(ByteBuffer body, String header) {
        int length = body.remaining();
        try {
            int json = Integer.parseInt(header.strip());
            if (json > 0 && json <= length) {
                ByteBuffer rest = body.slice(body.position() + json, length - json);
                return new InferenceBody(
                        body.slice(body.position(), json), Optional.of(rest.order(ByteOrder.LITTLE_ENDIAN)));
            }
        } catch (NumberFormatException e) {
            throw wrong(header, length);
        }
        throw wrong(header, length);
    }

    private static RuntimeException wrong(String header, int length) {
        return Problem.of(
                        400,
                        "%s must be the length of the JSON that the body begins with, from 1 to %d, was '%s'"
                                .formatted(HEADER, length, Shown.of(header)))
                .exception();
    }
}
