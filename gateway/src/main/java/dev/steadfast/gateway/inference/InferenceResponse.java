package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.bodies.ContentCoding;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * The answer to an inference.
 *
 * @param json with the tensors that are not in binary
 * @param binary the others' data, in their order; empty if there is none
 */
record InferenceResponse(JsonObject json, Buffer binary) {

    /** Sends it, coded as the client likes. */
    void send(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return; // nobody is there to read it
        }
        Buffer body = json.toBuffer();
        response.putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        if (binary.length() > 0) {
            response.putHeader(InferenceBody.HEADER, Integer.toString(body.length()))
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/octet-stream");
            body.appendBuffer(binary);
        }
        ContentCoding coding = ContentCoding.preferred(request.parsedHeaders());
        if (coding != ContentCoding.IDENTITY) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, coding.token());
        }
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .end(Buffer.buffer(coding.encode(body.getBytes())));
    }
}
