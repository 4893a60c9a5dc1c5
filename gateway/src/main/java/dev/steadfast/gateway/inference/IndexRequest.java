package dev.steadfast.gateway.inference;

import dev.steadfast.gateway.bodies.BodyLimits;
import dev.steadfast.gateway.bodies.ContentCoding;
import dev.steadfast.gateway.bodies.RequestBody;
import dev.steadfast.gateway.bodies.Reservation;
import dev.steadfast.gateway.bodies.Room;
import dev.steadfast.gateway.problems.Problem;
import dev.steadfast.gateway.problems.ProblemException;
import dev.steadfast.gateway.problems.Shown;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what the index of models is asked for: a short JSON object, or nothing. Confined to the gateway's event loop. */
final class IndexRequest {

    private static final int MOST_AT_A_TIME = 16;

    private final Vertx vertx;
    private final BodyLimits limits;
    private final Room room;

    IndexRequest(Vertx vertx, BodyLimits limits) {
        this.vertx = vertx;
        this.limits = limits;
        this.room = new Room(MOST_AT_A_TIME, (long) MOST_AT_A_TIME * limits.maxBytes());
    }

    /** Whether only models that are ready are wanted; fails with a problem: 400, 408, 413, 415, 429. */
    Future<Boolean> readyOnly(RoutingContext request) {
        HttpServerRequest incoming = request.request();
        ContentCoding.of(incoming); // nobody compresses so little
        long announced = RequestBody.announcedBytes(incoming, limits);
        if (announced == 0 && !incoming.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return Future.succeededFuture(false);
        }
        Reservation reserved = room.reserve(announced);
        return RequestBody.read(vertx, incoming, limits, reserved)
                .onComplete(done -> reserved.close())
                .map(IndexRequest::ready);
    }

    private static boolean ready(ByteBuffer body) {
        JsonObject json;
        try {
            json = new JsonObject(
                    Buffer.buffer().appendBytes(body.array(), body.arrayOffset() + body.position(), body.remaining()));
        } catch (DecodeException e) {
            throw wrong(new String(body.array(), body.arrayOffset(), body.remaining(), StandardCharsets.UTF_8));
        }
        Object ready = json.getValue("ready", false);
        if (ready instanceof Boolean flag) {
            return flag;
        }
        throw wrong(json.encode());
    }

    private static ProblemException wrong(String body) {
        return Problem.of(
                        400,
                        "the body must be empty, or a JSON object in which 'ready' is true or false, was '%s'"
                                .formatted(Shown.of(body)))
                .exception();
    }
}
